import { notify } from '@heddle/protocol/internal';

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

/**
 * A logger that never throws: lines are written in the middle of transactions and of commits. A line that the user's own
 * does not take goes to standard error, with the reason.
 */
export function guardedLogger(logger: PeerLogger): PeerLogger {
    // What returns nothing by its type may be async.
    const given: Record<keyof PeerLogger, (fields: object, text: string) => unknown> = logger;
    const logAt =
        (level: keyof PeerLogger) =>
        (fields: object, text: string): void => {
            notify(
                () => given[level](fields, text),
                (error) => {
                    process.stderr.write(
                        `${level}: ${text} (to standard error, since the logger failed: ${String(error)})\n`,
                    );
                },
            );
        };
    return { debug: logAt('debug'), info: logAt('info'), warn: logAt('warn'), error: logAt('error') };
}
