import { inspect } from 'node:util';
import { notify } from '@heddle/protocol/internal';
import { toError } from './errors';
import { LimitedLog } from './limited-log';
import { createLogger, type LogFields, type Logger, type LogLevel } from './logger';

const GUARDED = new WeakSet<Logger>();

/**
 * A logger that never throws. Lines are written where transactions run, and by timers: what a logger throws there would
 * leave a transaction without an answer, or end the process. A line that it does not take goes to standard error, with the
 * reason.
 */
export function guardedLogger(logger: Logger): Logger {
    if (GUARDED.has(logger)) return logger;
    // What returns nothing by its type may be async.
    const given: Record<LogLevel, (fields: LogFields, message: string) => unknown> = logger;
    const instead = createLogger('debug');
    const log = new LimitedLog(instead);
    const logAt =
        (level: LogLevel) =>
        (fields: LogFields, message: string): void => {
            notify(
                () => given[level](fields, message),
                (error) => {
                    const why = `${message} (to standard error, since the logger failed: ${toError(error).message})`;
                    instead[level](plain(fields), why);
                },
            );
        };
    const isLevelEnabled = (level: string): boolean => {
        try {
            return logger.isLevelEnabled(level);
        } catch (error) {
            const failed = `the logger's isLevelEnabled failed: ${toError(error).message}`;
            log.write('error', level, { err: error }, `${failed}; lines of level debug are left out: correct it`);
            return level !== 'debug';
        }
    };
    const guarded = {
        debug: logAt('debug'),
        info: logAt('info'),
        warn: logAt('warn'),
        error: logAt('error'),
        isLevelEnabled,
    };
    GUARDED.add(guarded);
    return guarded;
}

/** Fields are an author's, too: a getter among them may be what failed. */
function plain(fields: LogFields): LogFields {
    try {
        return { ...fields };
    } catch {
        return { fields: inspect(fields) };
    }
}
