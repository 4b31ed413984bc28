import type { LogFields, Logger, LogLevel } from './logger';

/** How often a kind of line is written, in milliseconds. */
const PERIOD_MS = 1_000;
/** Kinds beyond these are one kind: what they are called may be somebody else's choice. */
const MOST_KINDS = 100;
/** As much as a line shows of a text that somebody else chose. */
const LONGEST_TEXT = 2_000;

interface Line {
    readonly level: LogLevel;
    readonly fields: LogFields;
    readonly text: string;
}

/** A kind that was written within the last period. */
interface Period {
    timer: NodeJS.Timeout;
    /** How many lines were kept back, and the last of them. */
    count: number;
    last: Line | undefined;
}

/**
 * Lines about what others send, who may send very much of it: a log must not fill a disk. Of each kind, the first line is
 * written at once, and then one a second at most, with the number of those that it stands for. Stacks are for `debug`.
 */
export class LimitedLog {
    readonly #logger: Logger;
    readonly #periods = new Map<string, Period>();

    constructor(logger: Logger) {
        this.#logger = logger;
    }

    /** @param kind what the line has in common with others, of which one is enough */
    write(level: LogLevel, kind: string, fields: LogFields, text: string): void {
        const known = this.#periods.has(kind) || this.#periods.size < MOST_KINDS ? kind : '';
        const period = this.#periods.get(known);
        if (period === undefined) {
            this.#periods.set(known, this.#begin(known));
            this.#show({ level, fields, text });
        } else {
            period.count++;
            period.last = { level, fields, text };
        }
    }

    /** Writes what was kept back. */
    close(): void {
        for (const period of this.#periods.values()) {
            clearTimeout(period.timer);
            this.#showCount(period);
        }
        this.#periods.clear();
    }

    #begin(kind: string): Period {
        const timer = setTimeout(() => {
            this.#endPeriod(kind);
        }, PERIOD_MS);
        // Nobody need wait for a line about the past.
        timer.unref();
        return { timer, count: 0, last: undefined };
    }

    #endPeriod(kind: string): void {
        const period = this.#periods.get(kind);
        if (period === undefined) return;
        if (this.#showCount(period)) this.#periods.set(kind, this.#begin(kind));
        else this.#periods.delete(kind);
    }

    #showCount({ last, count }: Period): boolean {
        if (last === undefined) return false;
        const text = count === 1 ? last.text : `${clip(last.text)} (${count} times since the last such line)`;
        this.#show({ ...last, text });
        return true;
    }

    #show({ level, fields, text }: Line): void {
        const { err, ...others } = fields;
        const line = clip(text);
        this.#logger[level](clipped(others), line);
        if (err !== undefined && this.#logger.isLevelEnabled('debug')) this.#logger.debug({ err }, line);
    }
}

function clip(text: string): string {
    return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT)}…`;
}

function clipped(fields: LogFields): LogFields {
    const entries = Object.entries(fields);
    return Object.fromEntries(entries.map(([name, value]) => [name, typeof value === 'string' ? clip(value) : value]));
}
