import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Step } from './steps';
import { fromJson, toJson } from './values/value-text';

/** A list of steps that is kept between runs. */
export interface KeptRun {
    /** What its transaction ids come from. */
    readonly nonces: string;
    readonly rule?: string;
    readonly steps: readonly Step[];
}

const MOST = 200;

/** The files of a fuzz test: what failed, and what has led somewhere. */
export class KeptRuns {
    readonly #folder: string | undefined;

    /** @param folder undefined keeps nothing */
    constructor(folder: string | undefined) {
        this.#folder = folder;
    }

    failures(): Promise<KeptRun[]> {
        return this.#read('failures.jsonl');
    }

    corpus(): Promise<KeptRun[]> {
        return this.#read('corpus.jsonl');
    }

    async addFailure(run: KeptRun): Promise<void> {
        if (this.#folder === undefined) return;
        await mkdir(this.#folder, { recursive: true });
        await appendFile(join(this.#folder, 'failures.jsonl'), lineOf(run));
    }

    /** Keeps those that still fail. */
    setFailures(runs: readonly KeptRun[]): Promise<void> {
        return this.#write('failures.jsonl', runs);
    }

    /** Keeps the newest ones. */
    setCorpus(runs: readonly KeptRun[]): Promise<void> {
        return this.#write('corpus.jsonl', runs.slice(-MOST));
    }

    async #read(name: string): Promise<KeptRun[]> {
        if (this.#folder === undefined) return [];
        let text: string;
        try {
            text = await readFile(join(this.#folder, name), 'utf8');
        } catch (error) {
            if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
            throw error;
        }
        const lines = text.split('\n').filter((line) => line !== '');
        return lines.map((line) => fromJson(JSON.parse(line)) as KeptRun); // our own lines
    }

    async #write(name: string, runs: readonly KeptRun[]): Promise<void> {
        if (this.#folder === undefined) return;
        const file = join(this.#folder, name);
        if (runs.length === 0) {
            await rm(file, { force: true });
            return;
        }
        await mkdir(this.#folder, { recursive: true });
        await writeFile(file, runs.map(lineOf).join(''));
    }
}

function lineOf(run: KeptRun): string {
    return `${JSON.stringify(toJson(run))}\n`;
}
