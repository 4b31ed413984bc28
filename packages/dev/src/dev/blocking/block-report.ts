/** What the chaincode's process tells of its event loop: that it is blocked, or that it goes on. */
export interface BlockReport {
    readonly isBlocked: boolean;
    /** Which function runs, and where, in the author's source; left out for native code. */
    readonly place?: string;
}

/** The pipe for reports, which stays writable while the event loop is blocked: one more than the IPC channel's. */
export const REPORT_FD = 4;

/** How often the event loop shows that it goes on. */
export const BEAT_MS = 500;

/** How long it may be silent before that is told. */
export const BLOCKED_MS = 2000;
