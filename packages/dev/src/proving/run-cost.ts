import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
    COST_VARIABLE,
    type CostSnapshot,
    costsOf,
    costTable,
    growthLines,
    growths,
    meetingPairs,
    meetingText,
    readSamples,
    snapshotOf,
    snapshotText,
    type TransactionSample,
    unknownTransactions,
    warningsOf,
} from '@heddle/testing/work';
import { ConfigurationError, type ExitCode, reasonOf, writeNamedFile, writeOutput } from 'heddle/command';
import { runTestCommand } from '../calling/run-test-command';
import { findConfig, type ProofHost, runProof, share, wholeNumber, writeReport } from './run-proof';

/** Options of `heddle cost`. */
export interface CostCommandOptions {
    readonly file?: string;
    readonly config?: string;
    readonly check?: boolean;
    readonly update?: boolean;
    readonly tolerance?: string;
    readonly seed?: string;
    readonly runs?: string;
}

/** What `heddle cost` is asked for. */
export interface CostRun {
    readonly options: CostCommandOptions;
    /** A command that calls transactions; empty to have the fuzzer call them. */
    readonly command: readonly string[];
    readonly folder: string;
}

const FILE = 'costs.json';
const SEED = 1;
const RUNS = 10;

/** Reports what transactions cost, and compares it with a snapshot. @returns 1 where something has grown */
export async function runCost(run: CostRun, host: ProofHost): Promise<ExitCode> {
    const tolerance = run.options.tolerance === undefined ? 0 : share('tolerance', run.options.tolerance);
    const samples = await samplesOf(run, host);
    const costs = costsOf(samples);
    const parts = [
        costTable(costs),
        meetingText(meetingPairs(samples)),
        ...warningsOf(samples).map((line) => `warning: ${line}`),
    ];
    await writeReport(parts.filter((part) => part !== '').join('\n\n'), host);
    const file = resolve(run.folder, run.options.file ?? FILE);
    const now = snapshotOf(costs);
    if (run.options.check === true) return await check(file, now, tolerance);
    if (run.options.update === true || run.options.file !== undefined)
        writeNamedFile('--file', file, snapshotText(now));
    return 0;
}

async function samplesOf(run: CostRun, host: ProofHost): Promise<TransactionSample[]> {
    const left = await mkdtemp(join(tmpdir(), 'heddle-cost-'));
    try {
        const variables = { ...host.variables, [COST_VARIABLE]: left };
        await (run.command.length === 0 ? callByFuzzer(run, { ...host, variables }) : callByCommand(run, variables));
        const samples = await readSamples(left);
        if (samples.length === 0)
            throw new ConfigurationError(
                'no transaction was endorsed: are there calls of a TestNetwork in what was run?',
            );
        return samples;
    } finally {
        await rm(left, { recursive: true });
    }
}

async function callByCommand({ command, folder }: CostRun, env: NodeJS.ProcessEnv): Promise<void> {
    await runTestCommand({ command, folder, env, undone: 'what it cost is not compared' });
}

async function callByFuzzer({ folder, options }: CostRun, host: ProofHost): Promise<void> {
    const seed = wholeNumber('seed', options.seed) ?? SEED;
    const runs = wholeNumber('runs', options.runs, { from: 1 }) ?? RUNS;
    const config = findConfig(folder, options.config);
    const given = { seed, runs, folder: false as const, ignoresInvariants: true };
    await runProof({ work: 'fuzz', folder, config, options: given }, host);
}

async function check(file: string, now: CostSnapshot, tolerance: number): Promise<ExitCode> {
    const before = await readSnapshot(file);
    const grown = growthLines(growths(before, now, tolerance));
    const unknown = unknownTransactions(before, now).map((name) => `${name} is not in ${file}: --update writes it`);
    const outcome = grown.length === 0 ? ['nothing has grown'] : ['grown:', ...grown];
    await writeOutput(`\n${[...outcome, ...unknown].join('\n')}\n`);
    return grown.length === 0 ? 0 : 1;
}

async function readSnapshot(file: string): Promise<CostSnapshot> {
    if (!existsSync(file)) throw new ConfigurationError(`${file} does not exist: heddle cost --update writes it`);
    try {
        const snapshot: unknown = JSON.parse(await readFile(file, 'utf8'));
        if (typeof snapshot === 'object' && snapshot !== null && !Array.isArray(snapshot))
            return snapshot as CostSnapshot; // of --update
        throw new Error('it is no object');
    } catch (cause) {
        throw new ConfigurationError(
            `${file} is not a snapshot of costs (${reasonOf(cause)}): heddle cost --update writes it anew`,
            { cause },
        );
    }
}
