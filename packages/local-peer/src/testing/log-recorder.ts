import type { PeerLogger } from '../logger';

/** Keeps what a peer logs. */
export class LogRecorder implements PeerLogger {
    readonly lines: { readonly level: string; readonly fields: object; readonly text: string }[] = [];

    /** The texts of one level. */
    texts(level: string): string[] {
        return this.lines.filter((line) => line.level === level).map(({ text }) => text);
    }

    debug = this.#keep('debug');
    info = this.#keep('info');
    warn = this.#keep('warn');
    error = this.#keep('error');

    #keep(level: string): (fields: object, text: string) => void {
        return (fields, text) => {
            this.lines.push({ level, fields, text });
        };
    }
}
