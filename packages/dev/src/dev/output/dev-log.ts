import { relative } from 'node:path';
import { paint, type Terminal, toReadableLine } from 'heddle/command';
import type { SampleCall } from '../sampling/sample-calls';
import { describeCalls } from './call-list';
import { wrapText } from './wrapped-text';

const MOST_PATHS = 3;
/** Of what follows in further lines. */
const INDENT = 18;
const USUAL_COLUMNS = 80;

/** Tells on a terminal of what is not a transaction. */
export class DevLog {
    readonly #terminal: Terminal;
    readonly #label: string;

    /** @param chaincode of which everything is told, where there are several */
    constructor(terminal: Terminal, chaincode?: string) {
        this.#terminal = terminal;
        this.#label = chaincode === undefined ? '' : `${paint(terminal, 'bold', chaincode)}: `;
    }

    /** Something that the command itself has to say. */
    note(level: 'info' | 'error', text: string): void {
        const mark =
            level === 'error' ? paint(this.#terminal, 'red', 'heddle!') : paint(this.#terminal, 'cyan', 'heddle ');
        this.#line(mark, text);
    }

    /** What can be called, with samples. @param options that the commands need to find the chaincode */
    calls(chaincode: string, calls: readonly SampleCall[], options: readonly string[]): void {
        this.note('info', `calls of ${chaincode} to begin with, in another terminal:`);
        this.#terminal.write(describeCalls(calls, { width: this.#terminal.columns ?? USUAL_COLUMNS, options }));
    }

    /** Files that have changed. */
    changed(folder: string, paths: readonly string[]): void {
        const names = paths.slice(0, MOST_PATHS).map((path) => relative(folder, path));
        const more = paths.length > MOST_PATHS ? ` and ${paths.length - MOST_PATHS} more` : '';
        this.note('info', `${names.join(', ')}${more} changed`);
    }

    /** A line of the chaincode's output: of its log, or whatever it has printed. */
    passOn(line: string): void {
        const time = new Date().toTimeString().slice(0, 8);
        const shown = readableEntry(line) ?? `${time} OUT   ${line}`;
        const [, head = '', text = ''] = /^(\S+ \S+ +)?(.*)$/s.exec(shown.trimEnd()) ?? [];
        this.#terminal.write(`${head}${this.#label}${text}\n`);
    }

    /** What a tool has said, below a note. */
    quote(text: string): void {
        for (const line of text.trimEnd().split('\n')) this.#terminal.write(`    ${line}\n`);
    }

    #line(mark: string, text: string): void {
        const time = paint(this.#terminal, 'dim', new Date().toTimeString().slice(0, 8));
        const { columns } = this.#terminal;
        this.#terminal.write(`${wrapText(`${time} ${mark}  ${this.#label}${text}`, { columns, indent: INDENT })}\n`);
    }
}

/** Other logging libraries write similar lines, with levels and times of their own: those are shown unchanged. */
const OWN_FORM = /^\{"level":"(?:debug|info|warn|error)","time":"\d{4}-\d\d-\d\dT[\d:.]+Z",/;

function readableEntry(line: string): string | undefined {
    if (!OWN_FORM.test(line)) return undefined;
    try {
        return toReadableLine(line);
    } catch {
        // Something that the contract has printed, and no line of its log.
        return undefined;
    }
}
