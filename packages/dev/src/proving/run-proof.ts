import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigurationError, openTerminal, writeOutput } from 'heddle/command';
import { wrapReport } from '../dev/output/wrapped-text';
import type { ProofAnswer, ProofRequest } from './proof-request';

const PROCESS = join(__dirname, 'proof-process.js');
const CONFIGS = ['fuzz.config.js', 'fuzz.config.cjs', 'fuzz.config.mjs', 'dist/fuzz.config.js'];

/** How processes of a proof are run. */
export interface ProofHost {
    readonly variables: NodeJS.ProcessEnv;
    readonly signal: AbortSignal;
}

/** Does a proof's work in a process of its own. @throws ConfigurationError where it could not be done */
export async function runProof(request: ProofRequest, { variables, signal }: ProofHost): Promise<ProofAnswer> {
    const child = fork(PROCESS, [JSON.stringify(request)], { cwd: request.folder, env: variables, signal });
    const answer = await new Promise<ProofAnswer>((settle, fail) => {
        child.once('message', (message) => {
            settle(message as ProofAnswer); // of our own process
        });
        child.once('error', fail);
        child.once('exit', (code) => {
            fail(new ConfigurationError(`the process that ran the contracts ended with exit code ${String(code)}`));
        });
    });
    if (answer.kind === 'failed') throw new ConfigurationError(answer.message);
    return answer;
}

/**
 * The module that says what is tried: the one given, or one of the usual names; undefined where there is none.
 * @throws ConfigurationError for one that is not there, or not compiled
 */
export function findConfig(folder: string, given: string | undefined, option = '--file'): string | undefined {
    if (given === undefined) return CONFIGS.map((name) => join(folder, name)).find((file) => existsSync(file));
    const file = resolve(folder, given);
    if (!existsSync(file)) throw new ConfigurationError(`${file}, the file of ${option}, does not exist`);
    if (/\.[cm]?ts$/.test(file))
        throw new ConfigurationError(
            `${file} is TypeScript: build it, and give ${option} what the compiler made of it`,
        );
    return file;
}

/** What a number may be; default: any that is not negative. */
interface Bounds {
    readonly from?: number;
    readonly to?: number;
}

/** A whole number from an option. @throws ConfigurationError */
export function wholeNumber(
    option: string,
    text: string | undefined,
    { from = 0, to = Number.MAX_SAFE_INTEGER }: Bounds = {},
): number | undefined {
    if (text === undefined) return undefined;
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (value >= from && value <= to) return value;
    const bounds = to === Number.MAX_SAFE_INTEGER ? `, ${from} at least` : ` from ${from} to ${to}`;
    throw new ConfigurationError(`--${option} is ${JSON.stringify(text)}: it takes a whole number${bounds}`);
}

/** A share from an option, such as 5% or 0.05. @throws ConfigurationError */
export function share(option: string, text: string): number {
    const value = text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text);
    if (Number.isFinite(value) && value >= 0 && text.trim() !== '') return value;
    throw new ConfigurationError(`--${option} is ${text}: it takes a share, such as 5%`);
}

/** Writes a report for a person, who reads it in a terminal of some width. */
export async function writeReport(text: string, { variables }: ProofHost): Promise<void> {
    await writeOutput(`${wrapReport(text, openTerminal(variables).columns)}\n`);
}
