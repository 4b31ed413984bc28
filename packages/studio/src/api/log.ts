/** A line that a chaincode has printed. */
export interface LogLine {
    readonly at: string;
    readonly chaincode: string;
    /** Absent of what is no line of its log: something has just printed it. */
    readonly level?: string;
    /** The message, then the other things that the line says: `code=ASSET_EXISTS`. */
    readonly text: string;
    /** Of what was thrown: its stack, or what it is. */
    readonly thrown?: string;
    /** The transaction that it is of. */
    readonly txId?: string;
}
