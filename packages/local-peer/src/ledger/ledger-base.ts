import type { Expiry, Scan, StateEntry } from './ledger-store';
import type { VersionedValue } from '../records/version';
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

/** What a ledger that begins at a snapshot is laid upon. It is only read. */
export interface LedgerBase {
    readonly origin: LedgerOrigin;
    /** Whether a transaction has this id. Which block it was in is not known. */
    hasTransaction(txId: string): Promise<boolean>;
    state(namespace: string, key: string): Promise<VersionedValue | undefined>;
    /** As the scan of a LedgerStore. */
    scan(namespace: string, startKey: string, endKey: string): Scan<StateEntry>;
    /** What of it expires with a block of this number. */
    expiring(number: bigint): readonly Expiry[];
    /** The chaincode definitions, encoded, by name. */
    readonly definitions: ReadonlyMap<string, Buffer>;
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
