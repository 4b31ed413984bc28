import { types } from 'node:util';

/** What a log line says besides its message, such as channel and transaction id. Never argument values. */
export type LogFields = Readonly<Record<string, unknown>>;

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

/**
 * Makes a logger that writes one JSON object per line.
 * @param level lines below it are dropped; default `info`
 * @param write takes each line; default standard error
 */
export function createLogger(
    level: LogLevel = 'info',
    write: (line: string) => void = (line) => process.stderr.write(line),
): Logger {
    const isLevelEnabled = (asked: string): boolean =>
        LEVELS.findIndex((name) => name === asked) >= LEVELS.indexOf(level);
    const logAt =
        (name: LogLevel) =>
        (fields: LogFields, message: string): void => {
            if (!isLevelEnabled(name)) return;
            write(
                `${JSON.stringify({ level: name, time: new Date().toISOString(), ...shown(fields), msg: message })}\n`,
            );
        };
    return { debug: logAt('debug'), info: logAt('info'), warn: logAt('warn'), error: logAt('error'), isLevelEnabled };
}

/** Errors have no own enumerable properties: without this, JSON would show `{}` for them. */
function shown(fields: LogFields): LogFields {
    if (!types.isNativeError(fields['err'])) return fields;
    const { name, message, stack } = fields['err'];
    return { ...fields, err: { name, message, stack } };
}
