/** When a block is cut. */
export interface BatchOptions {
    /** Envelopes in one block at most. Default: 500, as in Fabric's sample configuration. */
    readonly maxMessageCount?: number;
    /**
     * How long a block waits for more envelopes, in milliseconds. Default: 0, no longer than the block before it takes
     * to be committed; a real orderer waits two seconds.
     */
    readonly timeoutMs?: number;
}
