import type { JSX } from 'preact';
import { formatAddress } from '../../model/address';
import { address, goTo } from '../state/navigation';
import { network } from '../state/studio';

interface RailProps {
    /** The blocks in which the selected key changed. */
    readonly changes: readonly number[];
    /** How that key is called, where one is selected. */
    readonly name: string | undefined;
}

/** Through the blocks: the arrow keys by block, with Alt by change of the key. */
export function Rail({ changes, name }: RailProps): JSX.Element {
    const { query, path } = address.value;
    const { from: first = 0, to: last = (network.value?.height ?? 1) - 1 } = network.value?.coverage ?? {};
    const at = Number(query.get('asOf') ?? last);
    const goToBlock = (block: number): void => {
        const asOf = block >= last ? undefined : String(Math.max(first, block));
        goTo(formatAddress('ledger', path, { key: query.get('key'), asOf }), { replace: true });
    };
    const ordered = changes.toSorted((a, b) => a - b);
    return (
        <label class={`rail ${at < last ? 'past' : ''}`}>
            <span>
                As of block <b>{at}</b>
            </span>
            <span class="rail-line">
                {ordered.map((block) => (
                    <span
                        class="rail-tick"
                        aria-hidden="true"
                        style={{ left: `${last > first ? ((block - first) / (last - first)) * 100 : 100}%` }}
                    />
                ))}
                <input
                    type="range"
                    min={first}
                    max={last}
                    value={at}
                    onChange={({ currentTarget }) => {
                        goToBlock(Number(currentTarget.value));
                    }}
                    onKeyDown={(event) => {
                        if (!event.altKey || !/^Arrow(Left|Right)$/.test(event.key)) return;
                        event.preventDefault();
                        const next =
                            event.key === 'ArrowLeft'
                                ? ordered.findLast((one) => one < at)
                                : ordered.find((one) => one > at);
                        if (next !== undefined) goToBlock(next);
                    }}
                />
            </span>
            {name !== undefined && <span class="about">{changesText(name, changes.length)}</span>}
        </label>
    );
}

function changesText(name: string, count: number): string {
    if (count === 0) return `${name} never changed`;
    return count === 1 ? `${name} changed once` : `${name} changed ${count} times`;
}
