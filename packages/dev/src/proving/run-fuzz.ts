import { randomInt } from 'node:crypto';
import { type ExitCode, writeOutput } from 'heddle/command';
import type { ProofAnswer } from './proof-request';
import { findConfig, type ProofHost, runProof, wholeNumber } from './run-proof';
import { withoutUndefined } from './without-undefined';

/** Options of `heddle fuzz`. */
export interface FuzzCommandOptions {
    readonly runs?: string;
    readonly depth?: string;
    readonly seed?: string;
    readonly seconds?: string;
    readonly workers?: string;
    readonly file?: string;
}

const SECONDS = 60;
const WORKERS = 2;
/** Each is a process that loads the contracts. */
const MOST_WORKERS = 256;
const LARGEST_SEED = 2 ** 31;

/** Fuzzes the contracts of a package in several processes, each with a seed of its own. @returns 1 where a rule is broken */
export async function runFuzz(options: FuzzCommandOptions, folder: string, host: ProofHost): Promise<ExitCode> {
    const runs = wholeNumber('runs', options.runs, { from: 1 });
    const depth = wholeNumber('depth', options.depth, { from: 1 });
    const seconds = wholeNumber('seconds', options.seconds, { from: 1 }) ?? (runs === undefined ? SECONDS : undefined);
    const seed = wholeNumber('seed', options.seed) ?? randomInt(LARGEST_SEED);
    const workers = wholeNumber('workers', options.workers, { from: 1, to: MOST_WORKERS }) ?? WORKERS;
    const config = findConfig(folder, options.file);
    const given = withoutUndefined({ runs, depth, seconds });
    const begin = performance.now();
    const answers = await Promise.all(
        Array.from({ length: workers }, (_, worker) =>
            runProof({ work: 'fuzz', folder, config, options: { ...given, seed: seed + worker } }, host),
        ),
    );
    const elapsed = (performance.now() - begin) / 1000;
    const broken = answers.find((answer) => answer.kind === 'broken');
    await writeOutput(`${broken === undefined ? heldText(answers, seed, elapsed) : broken.failure.message}\n`);
    return broken === undefined ? 0 : 1;
}

function heldText(answers: readonly ProofAnswer[], seed: number, elapsed: number): string {
    const reports = answers.flatMap((answer) => (answer.kind === 'held' ? [answer.report] : []));
    const calls = reports.reduce((sum, report) => sum + report.calls, 0);
    const corpus = Math.max(...reports.map((report) => report.corpus));
    const outcomes = reports.flatMap((report) => report.outcomes);
    const names = [...new Set(outcomes.map(({ transaction }) => transaction))];
    const lines = names.map((name) => {
        const own = outcomes.filter(({ transaction }) => transaction === name);
        const sum = (count: (one: (typeof own)[number]) => number): number =>
            own.reduce((all, one) => all + count(one), 0);
        const counted = { called: sum((one) => one.called), succeeded: sum((one) => one.succeeded) };
        return `  ${name}: called ${counted.called}, succeeded ${counted.succeeded}${counts('refused', own)}${counts('committed', own)}`;
    });
    const speed = Math.round(calls / elapsed);
    return [
        `held: ${calls} calls in ${elapsed.toFixed(1)} s by ${reports.length} processes (${speed} calls/s), seed ${seed}; ${corpus} runs are kept`,
        ...lines,
    ].join('\n');
}

type Counted = Readonly<Record<'refused' | 'committed', Readonly<Record<string, number>>>>;

function counts(what: keyof Counted, outcomes: readonly Counted[]): string {
    const names = [...new Set(outcomes.flatMap((one) => Object.keys(one[what])))].sort();
    const texts = names.map((name) => `${name} ${outcomes.reduce((sum, one) => sum + (one[what][name] ?? 0), 0)}`);
    return texts.length === 0 ? '' : `; ${what} ${texts.join(', ')}`;
}
