import type { VersionedValue } from '../records/version';
import type { LedgerOrigin } from './ledger-origin';
import type { Expiry, Scan, StateEntry } from './ledger-store';

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
