import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const LAUNCHER = join(__dirname, '..', '..', 'cli', 'bin', 'heddle.js');

/** A line of the log. */
export interface LogLine {
    readonly level: string;
    readonly msg: string;
    readonly err?: { readonly message: string; readonly stack: string };
    readonly [field: string]: unknown;
}

export interface HeddleOptions {
    /** Where it runs; default here. */
    readonly cwd?: string;
    /** All the variables that it has. */
    readonly variables?: Readonly<Record<string, string>>;
    /** The file of the command. Default: that of `heddle`. */
    readonly launcher?: string;
    /** Options of Node itself. */
    readonly node?: readonly string[];
    /** What it reads from standard input. Default: nothing. */
    readonly input?: string;
}

/** The `heddle` command in a process of its own, killed when the test that holds it is over. */
export class HeddleProcess {
    /** Resolves to the exit code, or the signal that ended it, when all of its output is here. */
    readonly exited: Promise<number | NodeJS.Signals>;
    /** What it wrote to standard error, by lines. */
    readonly lines: string[] = [];
    #stdout = '';
    #hasEnded = false;
    readonly #child: ChildProcess;
    #waiting: (() => void)[] = [];

    constructor(
        args: readonly string[],
        { cwd, variables = {}, launcher = LAUNCHER, node = [], input = '' }: HeddleOptions = {},
    ) {
        this.#child = spawn(process.execPath, [...node, launcher, ...args], {
            cwd,
            env: { ...variables },
            stdio: 'pipe',
        });
        const { stdin, stdout, stderr } = this.#child;
        if (stdin === null || stdout === null || stderr === null) throw new Error('the output of heddle is not piped');
        // It may end before it has read all.
        stdin.on('error', () => undefined).end(input);
        stdout.setEncoding('utf8').on('data', (text: string) => {
            this.#stdout += text;
            this.#wake();
        });
        createInterface(stderr).on('line', (line) => {
            this.lines.push(line);
            this.#wake();
        });
        this.exited = once(this.#child, 'close').then(([code, signal]) => {
            this.#hasEnded = true;
            this.#wake();
            return (code ?? signal) as number | NodeJS.Signals;
        });
    }

    get stdout(): string {
        return this.#stdout;
    }

    /** The lines of the log so far. */
    get log(): LogLine[] {
        return this.lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as LogLine);
    }

    /** The first line of the log whose message matches; rejects when the process ends without it. */
    async logged(message: RegExp): Promise<LogLine> {
        for (;;) {
            const line = this.log.find(({ msg }) => message.test(msg));
            if (line !== undefined) return line;
            if (this.#hasEnded) throw new Error(`${String(message)} is not in:\n${this.lines.join('\n')}`);
            await new Promise<void>((resolve) => this.#waiting.push(resolve));
        }
    }

    /**
     * What it has printed since `from`, as soon as that matches; rejects when the process ends without it.
     * @returns the match
     */
    async printed(pattern: RegExp, from = 0): Promise<RegExpExecArray> {
        for (;;) {
            const match = pattern.exec(this.#stdout.slice(from));
            if (match !== null) return match;
            if (this.#hasEnded)
                throw new Error(`${String(pattern)} is not in:\n${this.#stdout}${this.lines.join('\n')}`);
            await new Promise<void>((resolve) => this.#waiting.push(resolve));
        }
    }

    /** Closes standard output at this end, as `head` does. */
    stopReading(): void {
        this.#child.stdout?.destroy();
    }

    signal(name: NodeJS.Signals): void {
        this.#child.kill(name);
    }

    async [Symbol.asyncDispose](): Promise<void> {
        this.#child.kill('SIGKILL');
        await this.exited;
    }

    #wake(): void {
        for (const resolve of this.#waiting.splice(0)) resolve();
    }
}
