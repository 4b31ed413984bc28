interface LoggedError {
    readonly stack?: string;
    readonly message?: string;
}

/** A line of the log, as pino writes it with the options of `createLog`. */
interface LogEntry {
    readonly level: string;
    readonly time: string;
    readonly msg?: string;
    readonly err?: LoggedError;
    readonly [field: string]: unknown;
}

/** Turns a JSON line of the log into one for a person: time of the day, level, message, fields, and the error below. */
export function toReadableLine(json: string): string {
    const { level, time, msg = '', err, ...fields } = JSON.parse(json) as LogEntry;
    const shown = Object.entries(fields).map(([name, value]) => `${name}=${showValue(value)}`);
    const line = [new Date(time).toTimeString().slice(0, 8), level.toUpperCase().padEnd(5), msg, ...shown].join(' ');
    const error = err?.stack ?? err?.message;
    return error === undefined ? `${line}\n` : `${line}\n${indent(error)}\n`;
}

function showValue(value: unknown): string {
    return typeof value === 'string' && /^[^\s"]+$/.test(value) ? value : JSON.stringify(value);
}

function indent(text: string): string {
    return text.replace(/^/gm, '    ');
}
