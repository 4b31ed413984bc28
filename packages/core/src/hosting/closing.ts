/** How long a peer waits for a transaction (fabric, core.yaml, chaincode.executetimeout): nobody waits any longer. */
export const DEFAULT_GRACE_MS = 30_000;
/** How long the other side may take to see that streams have ended, before connections are cut. */
export const SHUTDOWN_MS = 1_000;

/** How a host is to be closed. */
export interface CloseOptions {
    /**
     * How many milliseconds transactions under way have to finish. Default 30,000, which is how long peers wait; at most 24
     * days, which longer ones count as, `Infinity` too.
     */
    readonly graceMs?: number | undefined;
}
