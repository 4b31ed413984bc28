/** A place in a channel's ledger to come back to. */
export interface ChannelMark {
    /** A named mark is kept with the ledger; one without a name lasts as long as the process. */
    readonly name: string | undefined;
    /** How many changes that can be undone there were. */
    readonly position: bigint;
    /** The number of blocks. */
    readonly height: bigint;
    /** When it was taken. */
    readonly at: Date;
}

/** What is said of a channel's mark when it is taken. */
export interface ChannelMarkOptions {
    /** Taken from an older mark that has it. Default: none. */
    readonly name?: string | undefined;
    readonly at: Date;
}
