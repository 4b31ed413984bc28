import { checkedBlocks, RecordedLedger } from '@heddle/local-peer/internal';
import { readBlockFiles } from '@heddle/replay';
import type { SnapshotRow } from './peer-snapshot';

const HASHES = '$$h';
const VALUES = '$$p';

/**
 * Makes the state of blocks, and gives its rows as a peer's snapshot has them.
 * @param until the last block. Default: the last one that there is
 */
export async function rebuildState(blocks: string, until?: bigint): Promise<SnapshotRow[]> {
    const ledger = new RecordedLedger();
    let last = 0n;
    for await (const block of checkedBlocks(readBlockFiles(blocks))) {
        await ledger.append(block);
        last = block.number;
        if (last === until) break;
    }
    const state = ledger.at(last);
    const rows: SnapshotRow[] = [];
    for (const namespace of ledger.state.namespaces) {
        if (namespace.includes(VALUES)) continue;
        const scan = state.scan(namespace, '', '');
        for (let row = await scan.next(); row !== undefined; row = await scan.next()) {
            const { key, value, metadata, version } = row;
            rows.push({
                namespace,
                key: namespace.includes(HASHES) ? key : Buffer.from(key).toString('hex'),
                value: value.toString('hex'),
                metadata: metadata.toString('hex'),
                version: `${version.blockNumber}/${version.txNumber}`,
            });
        }
    }
    return rows;
}

/** By namespace and key. */
export function inOrder(rows: readonly SnapshotRow[]): SnapshotRow[] {
    const idOf = ({ namespace, key }: SnapshotRow): string => `${namespace} ${key}`;
    return [...rows].sort((left, right) => (idOf(left) < idOf(right) ? -1 : 1));
}
