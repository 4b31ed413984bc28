import { createLogger, type Logger } from '../logger';
import { deferred } from './deferred';

interface LogLine {
    readonly level: string;
    readonly msg: string;
    readonly [field: string]: unknown;
}

/** A log that tests read. */
export class RecordedLog {
    readonly lines: LogLine[] = [];
    readonly logger: Logger;
    readonly #waiters = new Set<() => void>();

    constructor() {
        this.logger = createLogger('debug', (line) => {
            this.lines.push(JSON.parse(line) as LogLine);
            for (const look of this.#waiters) look();
        });
    }

    /** Messages of a level, in order. */
    messages(level: string): string[] {
        return this.lines.filter((line) => line.level === level).map(({ msg }) => msg);
    }

    /** The first line whose message has this text; waits until there is one. */
    async line(text: string): Promise<LogLine> {
        const find = (): LogLine | undefined => this.lines.find(({ msg }) => msg.includes(text));
        const found = deferred<LogLine>();
        const look = (): void => {
            const line = find();
            if (line !== undefined) found.resolve(line);
        };
        this.#waiters.add(look);
        look();
        const line = await found.promise;
        this.#waiters.delete(look);
        return line;
    }
}
