import type { ChaincodeState } from './chaincode';
import type { BlockRow, EventRow, KeyState, KeyVersion, PrivateRow } from './ledger';
import type { IdentityRow, Network } from './network';
import type { Transaction, Why } from './transaction';

/** A key of a record, with all that it ever was. */
export interface RecordedKey extends KeyState {
    readonly history: readonly KeyVersion[];
    /** Of private data: what each organization has. */
    readonly holdings?: readonly PrivateRow[];
}

/** The keys of a chaincode, or of one of its collections, in the order of the ledger: also those that are gone. */
export interface RecordedPlace {
    readonly namespace: string;
    readonly collection?: string;
    readonly keys: readonly RecordedKey[];
}

export interface RecordedBlock extends BlockRow {
    readonly isLinked: boolean;
}

/** What a page needs to show a network that has ended: the answers that its process would have given. */
export interface StudioRecord {
    /** What failed: a test, and its error. */
    readonly test: {
        readonly name: string;
        readonly file?: string;
        readonly message: string;
        /** The transaction that the error is about. */
        readonly transaction?: string;
        readonly at: string;
    };
    readonly network: Network;
    readonly chaincodes: readonly ChaincodeState[];
    /** What each chaincode says of itself. */
    readonly contracts: readonly { readonly chaincode: string; readonly document: unknown }[];
    /** The newest first. */
    readonly transactions: readonly Transaction[];
    /** Of those that failed, by their ids. */
    readonly reasons: readonly { readonly id: string; readonly why: Why }[];
    readonly places: readonly RecordedPlace[];
    /** The newest first. */
    readonly blocks: readonly RecordedBlock[];
    readonly events: readonly EventRow[];
    readonly identities: readonly IdentityRow[];
    /** What there was no room for, a sentence each. */
    readonly leftOut: readonly string[];
}
