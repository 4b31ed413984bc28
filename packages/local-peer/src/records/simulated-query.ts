/** Where a query looks. */
export interface QueryPlace {
    readonly namespace: string;
    /** Empty for the chaincode's public state. */
    readonly collection: string;
}

/** A rich query, as CouchDB answers it. */
export interface RichQueryAsked extends QueryPlace {
    readonly kind: 'rich';
    /** The query's JSON as the chaincode sent it; of a longer one the first 16 KiB. */
    readonly text: string;
    /** Bytes of all its text. */
    readonly size: number;
    /** The index that was used, as `use_index` names it: `design document/name`. Undefined where all documents were looked at. */
    readonly index: string | undefined;
    /** Undefined where no page was asked for. */
    readonly page: { readonly size: number; readonly bookmark: string } | undefined;
}

/** A range query of private data; those of public state are in the read set. */
export interface PrivateRangeAsked extends QueryPlace {
    readonly kind: 'private range';
    readonly startKey: string;
    readonly endKey: string;
}

/** A query of the versions that a public key had. */
export interface HistoryAsked extends QueryPlace {
    readonly kind: 'history';
    readonly key: string;
}

/** A query, as the transaction has asked it. */
export type AskedQuery = RichQueryAsked | PrivateRangeAsked | HistoryAsked;

/** What of a query's rows its transaction has read. */
export interface GivenRows {
    /** How many the peer has read for it. */
    readonly rows: number;
    /** Whether they were read to their end: not so where it stopped before, and where its page was full. */
    readonly isComplete: boolean;
}

/** A query that the commit does not repeat, and that leaves nothing in the read set, but for the public keys of its rows. */
export type SimulatedQuery = AskedQuery & GivenRows;

/** The queries of a simulation, in the order in which they were made. */
export interface SimulatedQueries {
    /** The first 1,000. */
    readonly noted: readonly SimulatedQuery[];
    /** How many there were besides. */
    readonly others: number;
}
