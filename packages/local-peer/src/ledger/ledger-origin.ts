import { LocalPeerError } from '../errors';

/** Where a ledger begins that has no first block of its own: at a snapshot of another one. */
export interface LedgerOrigin {
    /** Tells one snapshot from the others: the hash that peers agree on, hexadecimal. */
    readonly id: string;
    /** The number of the first block that there can be. */
    readonly firstBlock: bigint;
    /** The hash of the block before it, */
    readonly lastHash: Buffer;
    /** and of the one before that. */
    readonly previousHash: Buffer;
}

/** In the words of a peer that was bootstrapped from a snapshot (fabric, common/ledger/blkstorage/blockfile_mgr.go). */
export function blockUnavailable({ firstBlock }: LedgerOrigin, number: bigint): string {
    return `cannot serve block [${number}]. The ledger is bootstrapped from a snapshot. First available block = [${firstBlock}]`;
}

/** @throws LocalPeerError BLOCK_UNAVAILABLE for a block that is older than the snapshot which the ledger began with */
export function checkAvailable(origin: LedgerOrigin | undefined, number: bigint): void {
    if (origin !== undefined && number < origin.firstBlock)
        throw new LocalPeerError('BLOCK_UNAVAILABLE', blockUnavailable(origin, number));
}
