import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';

const STOP_MS = 5_000;
const LINES_TO_SHOW = 30;

export interface DaemonOptions {
    readonly command: string;
    readonly args?: readonly string[];
    readonly environment: NodeJS.ProcessEnv;
    /** Where its output goes; appended to. */
    readonly logFile: string;
}

interface Wait {
    readonly pattern: RegExp;
    readonly resolve: () => void;
    readonly reject: (error: Error) => void;
}

/** A process of Fabric that runs until it is stopped. */
export class Daemon implements AsyncDisposable {
    readonly #options: DaemonOptions;
    readonly #child: ChildProcess;
    readonly #log: WriteStream;
    readonly #exited: Promise<unknown>;
    readonly #waits = new Set<Wait>();
    #output = '';
    #ended = false;

    constructor(options: DaemonOptions) {
        this.#options = options;
        this.#log = createWriteStream(options.logFile, { flags: 'a' });
        this.#child = spawn(options.command, options.args ?? [], {
            env: options.environment,
            stdio: ['ignore', 'pipe', 'pipe'],
        });
        this.#child.stdout?.on('data', (chunk: Buffer) => {
            this.#hear(chunk);
        });
        this.#child.stderr?.on('data', (chunk: Buffer) => {
            this.#hear(chunk);
        });
        this.#exited = new Promise((resolve) => {
            this.#child.once('error', resolve);
            this.#child.once('close', resolve);
        }).then(() => {
            this.#end();
        });
    }

    /** Undefined where it did not start. */
    get pid(): number | undefined {
        return this.#child.pid;
    }

    /** All that it said so far. */
    get output(): string {
        return this.#output;
    }

    /** Resolves when its output matches. @throws Error with the last lines where it ends before */
    async says(pattern: RegExp): Promise<void> {
        if (pattern.test(this.#output)) return;
        if (this.#ended) throw this.#endedError(pattern);
        await new Promise<void>((resolve, reject) => {
            this.#waits.add({ pattern, resolve, reject });
        });
    }

    /** Ends it, gently at first. Idempotent. */
    async stop(): Promise<void> {
        if (this.#ended) return;
        this.#child.kill('SIGTERM');
        const timer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_MS);
        await this.#exited;
        clearTimeout(timer);
    }

    /** Ends it at once. */
    async kill(): Promise<void> {
        this.#child.kill('SIGKILL');
        await this.#exited;
    }

    [Symbol.asyncDispose](): Promise<void> {
        return this.stop();
    }

    #hear(chunk: Buffer): void {
        this.#log.write(chunk);
        this.#output += chunk.toString();
        for (const wait of this.#waits) {
            if (!wait.pattern.test(this.#output)) continue;
            this.#waits.delete(wait);
            wait.resolve();
        }
    }

    #end(): void {
        this.#ended = true;
        this.#log.end();
        for (const { pattern, reject } of this.#waits) reject(this.#endedError(pattern));
        this.#waits.clear();
    }

    #endedError(pattern: RegExp): Error {
        const { command, logFile } = this.#options;
        const last = this.#output.split('\n').slice(-LINES_TO_SHOW).join('\n');
        return new Error(`${command} ended before it said ${String(pattern)}; its log is ${logFile}:\n${last}`);
    }
}

/** What a command printed. */
export interface CommandOutput {
    readonly stdout: string;
    readonly stderr: string;
}

/** Resolves with what a command printed. @throws Error with that where it fails */
export async function runCommand(
    command: string,
    args: readonly string[],
    environment: NodeJS.ProcessEnv,
): Promise<CommandOutput> {
    const child = spawn(command, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    if (code === 0) return { stdout, stderr };
    throw new Error(`${command} ${args.join(' ')} failed with ${String(code)}:\n${stdout}${stderr}`);
}
