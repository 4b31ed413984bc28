import { pino, type Logger } from 'pino';
import type { LogLevel } from '../input/log-level';
import { toReadableLine } from './readable-line';

/**
 * Makes the command's logger. It writes to standard error, since standard output is for what a command prints: one JSON
 * object a line, or readable lines where a person watches.
 */
export function createLog(level: LogLevel): Logger {
    const options = {
        level,
        // Host name and process id are what a collector of logs knows better.
        base: null,
        timestamp: pino.stdTimeFunctions.isoTime,
        formatters: { level: (label: string) => ({ level: label }) },
    };
    if (process.stderr.isTTY) return pino(options, { write: (line) => process.stderr.write(toReadableLine(line)) });
    // Synchronous, so that the last lines before an exit are written.
    return pino(options, pino.destination({ dest: 2, sync: true }));
}
