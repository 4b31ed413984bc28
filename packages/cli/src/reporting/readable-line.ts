/** A line of the log. */
interface LogEntry {
    readonly level: string;
    readonly time: string;
    readonly msg?: string;
    /** What was thrown: errors are shown as objects, and anything else unchanged. */
    readonly err?: { readonly stack?: string; readonly message?: string } | string | number | boolean | null;
    readonly [field: string]: unknown;
}

/** Turns a JSON line of the log into one for a person: time of the day, level, message, fields, and the error below. */
export function toReadableLine(json: string): string {
    const { level, time, msg = '', err, ...fields } = JSON.parse(json) as LogEntry;
    const shown = Object.entries(fields).map(([name, value]) => `${name}=${showValue(value)}`);
    const line = [new Date(time).toTimeString().slice(0, 8), level.toUpperCase().padEnd(5), msg, ...shown].join(' ');
    return err === undefined ? `${line}\n` : `${line}\n${indent(showError(err))}\n`;
}

function showError(err: NonNullable<LogEntry['err']> | null): string {
    if (typeof err === 'object') return err?.stack ?? err?.message ?? JSON.stringify(err);
    return String(err);
}

function showValue(value: unknown): string {
    return typeof value === 'string' && /^[^\s"]+$/.test(value) ? value : JSON.stringify(value);
}

function indent(text: string): string {
    return text.replace(/^/gm, '    ');
}
