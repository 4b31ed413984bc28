/** What of fabric-shim's ways a transaction may follow; see `Compat`. */
export interface Leniency {
    /**
     * What becomes of a write that a transaction does not wait for. Default `refuse`: FLOATING_OPERATION; `wait`: it is
     * waited for before the answer, and fails the transaction only where the write itself fails.
     */
    readonly unawaitedWrites?: 'refuse' | 'wait' | undefined;
    /** What becomes of an empty value. Default `refuse`: EMPTY_VALUE; `delete`: what a peer makes of it. */
    readonly emptyValues?: 'refuse' | 'delete' | undefined;
    /**
     * What becomes of a write in a transaction that contracts declare to be evaluated only. Default `refuse`:
     * READ_ONLY_TRANSACTION; `allow`: it is made.
     */
    readonly evaluatedWrites?: 'refuse' | 'allow' | undefined;
    /**
     * What becomes of a contract's second `setEvent` in a transaction. Default `refuse`: EVENT_ALREADY_SET; `replace`: it takes
     * the place of the first, as it does in chaincode without contracts.
     */
    readonly secondEvent?: 'refuse' | 'replace' | undefined;
    /**
     * How a transaction that throws is answered. Default `coded`: `CODE: message` for errors that are meant for clients,
     * and nothing of others; `plain`: the message of any error as it is.
     */
    readonly errors?: 'coded' | 'plain' | undefined;
    /**
     * In what shape the ledger's answers are. Default `heddle`; `fabric-shim`: writes resolve to an empty Buffer, rows are
     * `{ key, value }`, and a page's metadata `{ bookmark, fetchedRecordsCount }`.
     */
    readonly results?: 'heddle' | 'fabric-shim' | undefined;
}
