import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../repository/source-files';
import { type Ended, HEDDLE, runProgram } from './run-program';

const EXAMPLE = join(ROOT, 'examples', 'asset-transfer');
const BUILT_ALREADY = ['--build', 'node --version'];

/** The asset-transfer example in a folder of its own, which `heddle dev` runs. */
export class DevPackage implements AsyncDisposable {
    readonly folder: string;
    readonly #dev: ChildProcess;
    readonly #ended: Promise<void>;
    #output = '';
    #waiting: (() => void)[] = [];

    private constructor(folder: string, options: readonly string[], variables: NodeJS.ProcessEnv) {
        this.folder = folder;
        this.#dev = spawn(process.execPath, [HEDDLE, 'dev', '--port', '0', ...BUILT_ALREADY, ...options], {
            cwd: folder,
            env: { ...process.env, ...variables },
            stdio: ['ignore', 'pipe', 'pipe'],
        });
        for (const stream of [this.#dev.stdout, this.#dev.stderr]) {
            stream?.setEncoding('utf8').on('data', (text: string) => {
                this.#output += text;
                this.#wake();
            });
        }
        this.#ended = once(this.#dev, 'close').then(() => {
            this.#wake();
        });
    }

    /**
     * Resolves when the network can be called.
     * @param options of `heddle dev`
     * @param folder of one that has ended; default: a new one
     * @param variables besides those of this process
     */
    static async start(
        options: readonly string[] = [],
        folder = createFolder(),
        variables: NodeJS.ProcessEnv = {},
    ): Promise<DevPackage> {
        const dev = new DevPackage(folder, options, variables);
        await dev.printed(/ready after/g);
        return dev;
    }

    /** What it has printed so far. */
    get output(): string {
        return this.#output;
    }

    /** Waits until it has printed something so many times; rejects when it ends without that. */
    async printed(pattern: RegExp, times = 1): Promise<void> {
        while ((this.#output.match(pattern) ?? []).length < times) {
            if (this.#dev.exitCode !== null) throw new Error(`no ${String(pattern)} in: ${this.#output}`);
            await new Promise<void>((resolve) => this.#waiting.push(resolve));
        }
    }

    /** Runs the command in its folder, where nothing says which network is meant. */
    heddle(...args: readonly string[]): Promise<Ended> {
        return runProgram([HEDDLE, ...args], { cwd: this.folder });
    }

    /** Tells it to end, and waits until it has. Idempotent. */
    async end(): Promise<void> {
        this.#dev.kill('SIGINT');
        await this.#ended;
    }

    async [Symbol.asyncDispose](): Promise<void> {
        await this.end();
        rmSync(this.folder, { recursive: true, force: true });
    }

    #wake(): void {
        for (const resolve of this.#waiting.splice(0)) resolve();
    }
}

function createFolder(): string {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'heddle-dev-')));
    for (const name of ['package.json', 'dist']) cpSync(join(EXAMPLE, name), join(folder, name), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
    return folder;
}
