import { Waiters } from '@heddle/protocol/internal';
import type { LogFields, Logger, LogLevel } from '../logger';

export interface LogLine {
    readonly level: LogLevel;
    readonly fields: LogFields;
    readonly message: string;
}

/** A logger that keeps its lines for a test to read. */
export class RecordedLog implements Logger {
    readonly lines: LogLine[] = [];
    readonly debug = this.#at('debug');
    readonly info = this.#at('info');
    readonly warn = this.#at('warn');
    readonly error = this.#at('error');
    readonly #readers = new Waiters();

    isLevelEnabled(): boolean {
        return true;
    }

    /** The messages of these levels; of all that should make an operator look, by default. */
    messages(...levels: readonly LogLevel[]): string[] {
        const wanted = levels.length > 0 ? levels : ['warn', 'error'];
        return this.lines.filter(({ level }) => wanted.includes(level)).map(({ message }) => message);
    }

    /** The first line whose message has this text; waits until there is one. */
    async line(text: string): Promise<LogLine> {
        for (;;) {
            const found = this.lines.find(({ message }) => message.includes(text));
            if (found !== undefined) return found;
            await this.#readers.wait();
        }
    }

    #at(level: LogLevel): (fields: LogFields, message: string) => void {
        return (fields, message) => {
            this.lines.push({ level, fields, message });
            this.#readers.wakeAll();
        };
    }
}
