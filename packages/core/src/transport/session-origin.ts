/** Where a session's stream comes from. */
export interface SessionOrigin {
    /** Host and port, for the log. */
    readonly remote: string;
    /** The host alone: the same for all streams of a peer. */
    readonly host: string;
    /** Whom the peer asked for, as its `:authority`: the address, or the name in it, that the package gives. */
    readonly authority?: string | undefined;
}
