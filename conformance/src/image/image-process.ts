import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { BuiltImage } from './image-build';

interface LogLine {
    readonly msg: string;
    readonly address?: string;
}

/** What the image starts, as a process on this machine. */
export class ImageProcess implements AsyncDisposable {
    readonly #child: ChildProcess;
    readonly #lines: LogLine[] = [];
    readonly #exited: Promise<unknown>;
    #wake: () => void = () => undefined;

    /** @param variables those of its container, besides the image's own */
    constructor({ command, workingFolder, environment }: BuiltImage, variables: Readonly<Record<string, string>>) {
        const [file = '', ...args] = command;
        this.#child = spawn(join(workingFolder, file), args, {
            cwd: workingFolder,
            env: { PATH: process.env['PATH'], ...environment, ...variables },
            stdio: ['ignore', 'inherit', 'pipe'],
        });
        if (this.#child.stderr === null) throw new Error('the log is not piped');
        createInterface(this.#child.stderr).on('line', (line) => {
            this.#lines.push(line.startsWith('{') ? (JSON.parse(line) as LogLine) : { msg: line });
            this.#wake();
        });
        this.#exited = once(this.#child, 'close').then(() => {
            this.#wake();
        });
    }

    /** The address in the first line of the log whose message matches. @throws Error where it ends without one */
    async address(message: RegExp): Promise<string> {
        for (;;) {
            const line = this.#lines.find(({ msg }) => message.test(msg));
            if (line?.address !== undefined) return line.address;
            if (this.#child.exitCode !== null) throw new Error(`it ended:\n${JSON.stringify(this.#lines)}`);
            await new Promise<void>((resolve) => (this.#wake = resolve));
        }
    }

    /** Tells it to end, as Kubernetes does. @returns the exit code, or the signal that ended it */
    async terminate(): Promise<number | NodeJS.Signals | null> {
        this.#child.kill('SIGTERM');
        await this.#exited;
        return this.#child.exitCode ?? this.#child.signalCode;
    }

    async [Symbol.asyncDispose](): Promise<void> {
        this.#child.kill('SIGKILL');
        await this.#exited;
    }
}
