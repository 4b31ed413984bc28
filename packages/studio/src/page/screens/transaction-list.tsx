import { signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Summary } from '../../api';
import { formatAddress } from '../../model/address';
import { windowOf } from '../../model/window';
import { Dot, millisecondsText, timeText, whoText } from '../parts/outcome';
import { Shown } from '../parts/shown';
import { goTo } from '../state/navigation';
import { isReal } from '../state/network-words';

/** Rows have one height each, so that the scroll bar is true whatever is in the document. */
const ROW_PX = 34;
const NARROW_ROW_PX = 54;

export const narrow = signal(matchMedia('(max-width: 759px)').matches);
matchMedia('(max-width: 759px)').addEventListener('change', ({ matches }) => {
    narrow.value = matches;
});

export interface ListProps {
    readonly rows: readonly Summary[];
    readonly selected: string | undefined;
    /** Called with whether the newest row is in sight. */
    readonly onScroll: (isAtTop: boolean) => void;
}

/** The transactions, the newest first; the arrow keys move, Enter opens. */
export function TransactionList({ rows, selected, onScroll }: ListProps): JSX.Element {
    const box = useRef<HTMLDivElement>(null);
    const top = useSignal(0);
    const height = useSignal(800);
    const rowPx = narrow.value ? NARROW_ROW_PX : ROW_PX;
    useEffect(() => {
        const element = box.current;
        if (element === null) return undefined;
        const observer = new ResizeObserver(() => {
            height.value = element.clientHeight;
        });
        observer.observe(element);
        return () => {
            observer.disconnect();
        };
    }, []);
    const { from, to } = windowOf(top.value, height.value, rowPx, rows.length);
    const move = (step: number): void => {
        const at = rows.findIndex(({ id }) => id === selected);
        const next = rows[at === -1 ? 0 : Math.max(0, Math.min(rows.length - 1, at + step))];
        if (next !== undefined) goTo(formatAddress('transactions', [next.id]), { replace: selected !== undefined });
    };
    return (
        <div
            class="rows"
            ref={box}
            role="grid"
            aria-label="Transactions"
            aria-rowcount={rows.length}
            tabIndex={0}
            onScroll={({ currentTarget }) => {
                top.value = currentTarget.scrollTop;
                onScroll(currentTarget.scrollTop < rowPx);
            }}
            onKeyDown={(event) => {
                const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
                if (step === undefined) return;
                event.preventDefault();
                move(step);
            }}
        >
            <div style={{ height: `${rows.length * rowPx}px` }}>
                <div style={{ transform: `translateY(${from * rowPx}px)` }}>
                    {rows.slice(from, to).map((row, index) => (
                        <Row
                            key={row.seq}
                            row={row}
                            place={from + index + 1}
                            isSelected={row.id === selected}
                            thread={threadOf(rows, from + index)}
                        />
                    ))}
                </div>
            </div>
        </div>
    );
}

interface Thread {
    /** Whether the row above, or below, is in the same block. */
    readonly above: boolean;
    readonly below: boolean;
}

function threadOf(rows: readonly Summary[], index: number): Thread {
    const block = rows[index]?.block;
    if (block === undefined) return { above: false, below: false };
    return { above: rows[index - 1]?.block === block, below: rows[index + 1]?.block === block };
}

interface RowProps {
    readonly row: Summary;
    readonly place: number;
    readonly isSelected: boolean;
    readonly thread: Thread;
}

function Row({ row, place, isSelected, thread }: RowProps): JSX.Element {
    const { id, at, call, outcome, by, ms, block } = row;
    const href = formatAddress('transactions', [id]);
    return (
        <div
            class={`row ${outcome.kind} ${isSelected ? 'selected' : ''}`}
            role="row"
            aria-rowindex={place}
            aria-selected={isSelected}
            onClick={() => {
                goTo(href);
            }}
        >
            <span class="block-number" role="gridcell">
                {thread.above ? '' : block}
            </span>
            <span class={`thread ${thread.above ? 'above' : ''} ${thread.below ? 'below' : ''}`}>
                <Dot kind={outcome.kind} />
            </span>
            <span class="call mono" role="gridcell">
                <a
                    href={href}
                    tabIndex={-1}
                    onClick={(event) => {
                        event.preventDefault();
                    }}
                >
                    <b>
                        <Shown text={call.name} />
                    </b>
                    (<Shown text={call.args} />)
                </a>
            </span>
            <span class="outcome" role="gridcell">
                <Shown text={outcome.text} />
            </span>
            <span class="by" role="gridcell">
                {whoText(by)}
            </span>
            <span class="took" role="gridcell">
                {isReal() ? timeText(at).slice(0, 8) : millisecondsText(ms)}
            </span>
        </div>
    );
}
