/** Where a local peer writes what a real one has in its log; pino has this form. */
export interface PeerLogger {
    debug(fields: object, text: string): void;
    info(fields: object, text: string): void;
    warn(fields: object, text: string): void;
    error(fields: object, text: string): void;
}

function nothing(): void {
    // Without a logger nothing is logged.
}

export const silentLogger: PeerLogger = { debug: nothing, info: nothing, warn: nothing, error: nothing };
