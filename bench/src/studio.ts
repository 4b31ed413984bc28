import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect, promisify } from 'node:util';
import { cpuSecondsOf } from './process-figures';
import { table } from './report';

const ROOT = join(__dirname, '..', '..');
const HEDDLE = join(ROOT, 'packages', 'cli', 'bin', 'heddle.js');
const EXAMPLE = join(ROOT, 'examples', 'asset-transfer');
const ROUNDS = 4;
const CALLS = 200;
/** Longer than any of it takes on a busy machine. */
const MOST_MS = 120_000;

/** A new asset with each call: no transaction is in another one's way. */
const SCENARIO = `let count = 0;
const asset = (id) => ({ id, color: 'red', size: 1, owner: 'ann', appraisedValue: 1 });
module.exports = () => ({ transaction: 'createAsset', args: [JSON.stringify(asset(process.pid + '-' + count++))] });
`;

/** What the page of `heddle dev` costs its process: CPU per transaction, turn by turn in one run. */
async function main(): Promise<void> {
    const kinds = [
        await DevProcess.start('no page', ['--no-studio']),
        await DevProcess.start('page, which nobody looks at', ['--studio', '0']),
        await DevProcess.start('page, which is open', ['--studio', '0']),
    ] as const;
    try {
        await kinds[2].openPage();
        await loadEach(kinds);
        const rounds: number[][] = [];
        while (rounds.length < ROUNDS) rounds.push(await loadEach(kinds));
        const figures = kinds.map((_, index) => rounds.map((round) => round[index] ?? NaN));
        const [none = NaN, ...others] = figures.map(median);
        const rows = [none, ...others].map((milliseconds, index) => [
            kinds[index]?.title ?? '',
            milliseconds.toFixed(2),
            (milliseconds / none).toFixed(3),
        ]);
        process.stdout.write(`${table(['heddle dev', 'CPU ms per transaction', 'ratio'], rows)}\n`);
    } finally {
        for (const kind of kinds) await kind.close();
    }
}

/** One after the other. */
async function loadEach(kinds: readonly DevProcess[]): Promise<number[]> {
    const figures: number[] = [];
    for (const kind of kinds) figures.push(await kind.load());
    return figures;
}

function median(values: readonly number[]): number {
    const sorted = values.toSorted((a, b) => a - b);
    const middle = sorted.length / 2;
    return ((sorted[Math.ceil(middle) - 1] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2;
}

/** A `heddle dev` of the asset-transfer example. */
class DevProcess {
    readonly title: string;
    readonly #folder: string;
    readonly #process: ChildProcess;
    readonly #leaving = new AbortController();
    #output = '';

    private constructor(title: string, folder: string, options: readonly string[]) {
        this.title = title;
        this.#folder = folder;
        const args = [HEDDLE, 'dev', '--port', '0', '--build', 'node --version', '--determinism', 'off', ...options];
        this.#process = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
    }

    static async start(title: string, options: readonly string[]): Promise<DevProcess> {
        const folder = realpathSync(mkdtempSync(join(tmpdir(), 'heddle-bench-')));
        for (const name of ['package.json', 'dist'])
            cpSync(join(EXAMPLE, name), join(folder, name), { recursive: true });
        symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
        writeFileSync(join(folder, 'scenario.js'), SCENARIO);
        const dev = new DevProcess(title, folder, options);
        await dev.#ready();
        return dev;
    }

    async #ready(): Promise<void> {
        const { stdout } = this.#process;
        if (stdout === null) throw new Error('its output is not piped');
        await new Promise<void>((resolve, reject) => {
            stdout.setEncoding('utf8').on('data', (text: string) => {
                this.#output += text;
                if (this.#output.includes('to begin with')) resolve();
            });
            this.#process.on('close', () => {
                reject(new Error(this.#output));
            });
        });
    }

    /** Follows the feed, as a page does. */
    async openPage(): Promise<void> {
        const [, address = ''] = /page +(http:\/\/localhost:\d+)/.exec(this.#output) ?? [];
        const key = readFileSync(join(this.#folder, '.heddle', 'studio-key'), 'utf8').trim();
        const { body } = await fetch(`${address}/api/v1/feed?after=0`, {
            headers: { authorization: `Bearer ${key}` },
            signal: this.#leaving.signal,
        });
        if (body === null) throw new Error('the feed has no body');
        // Until it is left, or its process is gone.
        void body.pipeTo(new WritableStream()).catch(() => undefined);
    }

    /** Has transactions submitted. @returns the milliseconds of CPU that the process took for each */
    async load(): Promise<number> {
        const before = this.#cpuSeconds();
        const args = ['load', '--connection', 'dev', '--scenario', 'scenario.js', '--calls', String(CALLS)];
        await promisify(execFile)(process.execPath, [HEDDLE, ...args], {
            cwd: this.#folder,
            timeout: MOST_MS,
        });
        return ((this.#cpuSeconds() - before) / CALLS) * 1000;
    }

    #cpuSeconds(): number {
        const seconds = cpuSecondsOf(this.#process.pid ?? 0);
        if (seconds === undefined) throw new Error('the CPU of a process is read from /proc, which is not here');
        return seconds;
    }

    async close(): Promise<void> {
        this.#leaving.abort();
        if (this.#process.exitCode === null) {
            const ended = once(this.#process, 'close');
            this.#process.kill('SIGINT');
            await ended;
        }
        rmSync(this.#folder, { recursive: true, force: true });
    }
}

main().catch((error: unknown) => {
    process.stderr.write(`${inspect(error)}\n`);
    process.exitCode = 1;
});
