import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../repository/source-files';
import { HEDDLE, type Ended, runProgram } from './run-program';

const EXAMPLE = join(ROOT, 'examples', 'asset-transfer');
const BUILT_ALREADY = ['--build', 'node --version'];

/** The asset-transfer example in a folder of its own, which `heddle dev` runs. */
export class DevPackage implements AsyncDisposable {
    readonly folder: string;
    readonly #dev: ChildProcess;
    #output = '';

    private constructor(folder: string, options: readonly string[]) {
        this.folder = folder;
        this.#dev = spawn(process.execPath, [HEDDLE, 'dev', '--port', '0', ...BUILT_ALREADY, ...options], {
            cwd: folder,
            stdio: ['ignore', 'pipe', 'pipe'],
        });
    }

    /** Resolves when the network can be called. @param options of `heddle dev` */
    static async start(options: readonly string[] = []): Promise<DevPackage> {
        const folder = realpathSync(mkdtempSync(join(tmpdir(), 'heddle-dev-')));
        for (const name of ['package.json', 'dist'])
            cpSync(join(EXAMPLE, name), join(folder, name), { recursive: true });
        symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
        const dev = new DevPackage(folder, options);
        await dev.#ready();
        return dev;
    }

    /** Runs the command in its folder, where nothing says which network is meant. */
    heddle(...args: readonly string[]): Promise<Ended> {
        return runProgram([HEDDLE, ...args], { cwd: this.folder });
    }

    async [Symbol.asyncDispose](): Promise<void> {
        const isRunning = this.#dev.exitCode === null && this.#dev.signalCode === null;
        const gone = isRunning ? once(this.#dev, 'close') : undefined;
        this.#dev.kill('SIGINT');
        await gone;
        rmSync(this.folder, { recursive: true });
    }

    #ready(): Promise<void> {
        return new Promise((resolve, reject) => {
            for (const stream of [this.#dev.stdout, this.#dev.stderr]) {
                stream?.setEncoding('utf8').on('data', (text: string) => {
                    this.#output += text;
                    if (this.#output.includes('ready after')) resolve();
                });
            }
            this.#dev.once('close', () => {
                reject(new Error(`heddle dev has ended: ${this.#output}`));
            });
        });
    }
}
