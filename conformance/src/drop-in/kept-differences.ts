/** A call of a table of ours that Heddle answers in another way, on purpose. */
export interface KeptDifference {
    readonly chaincode: string;
    /** As the table has it. */
    readonly line: string;
    readonly reason: string;
    /** What Heddle makes of it, in place of what was recorded. */
    readonly facade: readonly string[];
}

/** What is different on purpose; the guide to migrating lists the same, by its reasons. */
export const KEPT_DIFFERENCES: readonly KeptDifference[] = [];
