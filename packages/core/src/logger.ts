import { inspect, types } from 'node:util';

/** What a log line says besides its message, such as channel and transaction id. Never argument values. */
export type LogFields = Readonly<Record<string, unknown>>;

/** How much matters what is logged: a logger drops what is below its level. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Where log lines go. A pino logger is one. */
export interface Logger {
    debug(fields: LogFields, message: string): void;
    info(fields: LogFields, message: string): void;
    warn(fields: LogFields, message: string): void;
    error(fields: LogFields, message: string): void;
    /** Asked before a line is put together that is costly to make. */
    isLevelEnabled(level: string): boolean;
}

const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];
/** Of a chain of causes, so many are shown. */
const MOST_CAUSES = 10;

/**
 * Makes a logger that writes one JSON object per line. It does not throw for any fields.
 * @param level lines below it are dropped; default `info`
 * @param write takes each line; default standard error
 */
export function createLogger(
    level: LogLevel | 'silent' = 'info',
    write: (line: string) => void = (line) => process.stderr.write(line),
): Logger {
    const enabled = new Set<string>(level === 'silent' ? [] : LEVELS.slice(LEVELS.indexOf(level)));
    const logAt =
        (name: LogLevel) =>
        (fields: LogFields, message: string): void => {
            if (enabled.has(name)) write(`${lineOf(name, fields, message)}\n`);
        };
    return {
        debug: logAt('debug'),
        info: logAt('info'),
        warn: logAt('warn'),
        error: logAt('error'),
        isLevelEnabled: (asked) => enabled.has(asked),
    };
}

function lineOf(level: LogLevel, fields: LogFields, msg: string): string {
    const time = new Date().toISOString();
    try {
        return JSON.stringify({ level, time, ...shown(fields), msg });
    } catch {
        // A cycle, a bigint, a getter that throws: what JSON cannot say is still there to read.
        return JSON.stringify({ level, time, fields: inspect(fields, { customInspect: false }), msg });
    }
}

/** Errors have no own enumerable properties: without this, JSON would show `{}` for them. */
function shown(fields: LogFields): LogFields {
    const { err } = fields;
    if (!types.isNativeError(err)) return fields;
    return { ...fields, err: { name: err.name, message: err.message, stack: stackOf(err) } };
}

/** The stacks of an error and of what caused it. */
function stackOf(error: Error): string {
    const stacks = [error.stack ?? error.message];
    let { cause } = error;
    while (cause !== undefined && stacks.length <= MOST_CAUSES) {
        const known = types.isNativeError(cause) ? cause : undefined;
        stacks.push(known?.stack ?? inspect(cause, { customInspect: false }));
        cause = known?.cause;
    }
    return stacks.join('\ncaused by: ');
}
