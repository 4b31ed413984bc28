import { signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { RunMark } from '../../api/chaincode';
import type { Summary } from '../../api/transaction';
import { formatAddress } from '../../model/address';
import { isMark, type ListRow, markText } from '../../model/list-rows';
import { callName } from '../../model/schema';
import { windowOf } from '../../model/window';
import { Icon } from '../parts/icon';
import { Dot, millisecondsText, outcomeText, timeText, whoText } from '../parts/outcome';
import { Shown } from '../parts/shown';
import { goTo, hrefOf } from '../state/navigation';
import { isReal } from '../state/network-words';
import { isWhole, loadOlder, metadata, rows as allRows } from '../state/studio';

/** Rows have one height each, so that the scroll bar is true whatever is in the document. */
const ROW_PX = 34;
const NARROW_ROW_PX = 54;

export const narrow = signal(matchMedia('(max-width: 759px)').matches);
matchMedia('(max-width: 759px)').addEventListener('change', ({ matches }) => {
    narrow.value = matches;
});

export interface ListProps {
    readonly rows: readonly ListRow[];
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
    const isNearEnd = top.value + 2 * height.value > rows.length * rowPx;
    useEffect(() => {
        if (isNearEnd) loadOlder();
    }, [isNearEnd, allRows.value.length]);
    const move = (step: number): void => {
        const calls = rows.filter((row) => !isMark(row));
        const at = calls.findIndex(({ id }) => id === selected);
        const next = calls[at === -1 ? 0 : Math.max(0, Math.min(calls.length - 1, at + step))];
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
                    {rows
                        .slice(from, to)
                        .map((row, index) =>
                            isMark(row) ? (
                                <MarkRow key={`mark ${row.at}`} mark={row} place={from + index + 1} />
                            ) : (
                                <Row
                                    key={row.seq}
                                    row={row}
                                    place={from + index + 1}
                                    isSelected={row.id === selected}
                                    thread={threadOf(rows, from + index)}
                                />
                            ),
                        )}
                </div>
            </div>
            {isWhole.value && (allRows.value.at(-1)?.seq ?? 0) > 1 && (
                <p class="note rows-end">Older ones are no longer kept.</p>
            )}
        </div>
    );
}

interface Thread {
    /** Whether the row above, or below, is in the same block. */
    readonly above: boolean;
    readonly below: boolean;
}

function threadOf(rows: readonly ListRow[], index: number): Thread {
    const block = blockOf(rows[index]);
    if (block === undefined) return { above: false, below: false };
    return { above: blockOf(rows[index - 1]) === block, below: blockOf(rows[index + 1]) === block };
}

function blockOf(row: ListRow | undefined): number | undefined {
    return row === undefined || isMark(row) ? undefined : row.block;
}

function MarkRow({ mark, place }: { readonly mark: RunMark; readonly place: number }): JSX.Element {
    return (
        <div class="row mark-row" role="row" aria-rowindex={place}>
            <span role="gridcell">
                <Icon of="chaincode" /> <Shown text={markText(mark)} /> {timeText(mark.at).slice(0, 8)}
            </span>
        </div>
    );
}

interface RowProps {
    readonly row: Summary;
    readonly place: number;
    readonly isSelected: boolean;
    readonly thread: Thread;
}

/** Without the contract's name where nobody has to write it. */
function shortNameOf({ chaincode, call: { name } }: Summary): string {
    const found = metadata.value.get(chaincode)?.find(name);
    return found === undefined ? name : callName(found.contract, found.transaction);
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
                    href={hrefOf(href)}
                    tabIndex={-1}
                    onClick={(event) => {
                        event.preventDefault();
                    }}
                >
                    <b>
                        <Shown text={shortNameOf(row)} />
                    </b>
                    (<Shown text={call.args} />)
                </a>
            </span>
            <span class="outcome" role="gridcell">
                <Shown text={outcomeText(outcome, at)} />
            </span>
            <span class="by" role="gridcell">
                {whoText(by)}
            </span>
            <span class="at" role="gridcell">
                {timeText(row.at).slice(0, 8)}
            </span>
            <span class="keys" role="gridcell">
                {row.keysRead}, {row.keysWritten}
            </span>
            <span class="took" role="gridcell">
                {isReal() ? timeText(at).slice(0, 8) : millisecondsText(ms)}
            </span>
        </div>
    );
}
