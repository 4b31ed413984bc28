import type { ReadWriteSet } from './read-write-set';

/** Where peers look chaincodes up: `lscc` is that of Fabric 1. */
const OF_PEERS: ReadonlySet<string> = new Set(['_lifecycle', 'lscc']);

/** What chaincodes have read and written, without what a peer reads of their definitions with each call. */
export function chaincodeSets(set: ReadWriteSet): ReadWriteSet {
    return set.filter(({ namespace }) => !OF_PEERS.has(namespace));
}
