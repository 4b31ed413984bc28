import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { compareOutcomes, type Difference, linesOf } from '@heddle/local-peer/internal';
import { chaincodeInput, decodeMessage } from '@heddle/protocol';
import type { RecordedExchange } from '@heddle/testing/internal';
import { ConfigurationError, type ExitCode, reasonOf, writeOutput } from 'heddle/command';
import { runTestCommand } from '../calling/run-test-command';
import { copyPackage } from './other-place';
import type { Replayed } from './outcome';
import { runVariant } from './run-variant';
import { type MatrixOptions, resolveVariants, type Variant } from './variants';

export interface MatrixRun {
    readonly options: MatrixOptions;
    /** A command that calls transactions, such as a test run; empty where the calls are recorded already. */
    readonly command: readonly string[];
    readonly folder: string;
    readonly variables: NodeJS.ProcessEnv;
    readonly signal: AbortSignal;
}

/** A difference is told once for each function and what differs, however many calls have it. */
interface Found {
    readonly text: string;
    count: number;
}

/**
 * Runs recorded calls under each variant, and compares what came of them with the first one's.
 * @returns 1 where something differs
 * @throws CommandError where they cannot be run
 */
export async function runMatrix(run: MatrixRun): Promise<ExitCode> {
    const own = realpathSync(mkdtempSync(join(tmpdir(), 'heddle-matrix-')));
    try {
        const variants = resolveVariants(run.options, own);
        const file = await recordedCalls(run, join(own, 'calls.jsonl'));
        const calls = readCalls(file);
        const [first, ...others] = variants;
        const expected = await runVariant(first, { ...run, calls: file });
        const found: Found[] = [];
        for (const variant of others) {
            const folder = variant.isMoved === true ? copyPackage(run.folder, own) : run.folder;
            const outcomes = await runVariant(variant, { ...run, calls: file, folder });
            found.push(...differences(calls, { first, expected, variant, outcomes }));
        }
        await writeOutput(summaryOf(found, calls.length, variants));
        return found.length === 0 ? 0 : 1;
    } finally {
        rmSync(own, { recursive: true, force: true });
    }
}

async function recordedCalls({ options, command, folder, variables }: MatrixRun, file: string): Promise<string> {
    const [program] = command;
    if (options.calls !== undefined && program === undefined) return resolve(options.calls);
    if (program === undefined)
        throw new ConfigurationError('there are no calls: give --calls a file of them, or a test run behind --');
    const env = { ...variables, HEDDLE_RECORD: options.calls === undefined ? file : resolve(options.calls) };
    await runTestCommand({ command, folder, env, undone: 'its calls are not compared' });
    return env.HEDDLE_RECORD;
}

function readCalls(file: string): RecordedExchange[] {
    const lines = linesIn(file);
    if (lines.length === 0)
        throw new ConfigurationError(
            `${file} has no recorded calls: are there tests with TestNetwork.start? ('record' names the file)`,
        );
    return lines.map((line, index) => callIn(line, `${file}:${index + 1}`));
}

function linesIn(file: string): string[] {
    if (!existsSync(file)) return [];
    try {
        return readFileSync(file, 'utf8').split('\n').filter(Boolean);
    } catch (cause) {
        throw new ConfigurationError(
            `${file} cannot be read (${reasonOf(cause)}): give --calls the file of TestNetwork.start's option record`,
            { cause },
        );
    }
}

function callIn(line: string, where: string): RecordedExchange {
    const call = parseCall(line) as Partial<RecordedExchange> | null | undefined;
    if (typeof call?.chaincode === 'string' && Array.isArray(call.exchange)) return call as RecordedExchange; // of a test network
    throw new ConfigurationError(
        `${where} is no recorded call: give --calls the file of TestNetwork.start's option record`,
    );
}

/** Undefined for what is no JSON. */
function parseCall(line: string): unknown {
    try {
        return JSON.parse(line);
    } catch {
        return undefined;
    }
}

interface Compared {
    readonly first: Variant;
    readonly expected: readonly Replayed[];
    readonly variant: Variant;
    readonly outcomes: readonly Replayed[];
}

function differences(calls: readonly RecordedExchange[], { first, expected, variant, outcomes }: Compared): Found[] {
    const found = new Map<string, Found>();
    for (const [index, call] of calls.entries()) {
        const pair = [toMap(expected[index]), toMap(outcomes[index])] as const;
        const differing = compareOutcomes(...pair);
        if (differing.length === 0) continue;
        const key = differing.map(({ what }) => what).join('\n') + functionOf(call);
        const known = found.get(key);
        if (known !== undefined) known.count += 1;
        const lines = linesOf(differing, [first.name, variant.name]);
        const sources = sourcesOf(differing, [expected[index], outcomes[index]]);
        const text = [`${functionOf(call)} is not the same with ${variant.name}`, ...lines, ...sources].join('\n');
        if (known === undefined) found.set(key, { text, count: 1 });
    }
    return [...found.values()];
}

/** Where the difference may come from: the author's lines that wrote and read it, and what they have read of the machine. */
function sourcesOf(differing: readonly Difference[], runs: readonly (Replayed | undefined)[]): string[] {
    const names = new Set(differing.map(({ what }) => what.replace(/, .*$/s, '')));
    const known = runs.filter((run) => run !== undefined);
    const places = known.flatMap((run) => run.places).filter(([what]) => names.has(what));
    const reads = known.flatMap((run) => run.reads);
    return [
        ...new Set(places.map(([what, site]) => `  ${what} at ${site}`)),
        ...new Set(reads.map((read) => `  read of the machine: ${read}`)),
    ];
}

/** A process that did not survive a call has no outcome of it. */
function toMap(replayed: Replayed | undefined): ReadonlyMap<string, Buffer> {
    if (replayed === undefined) return new Map([['outcome', Buffer.from('the process ended')]]);
    return new Map(replayed.outcome.map(([what, value]) => [what, Buffer.from(value, 'base64')]));
}

function functionOf({ chaincode, exchange: [start] }: RecordedExchange): string {
    const { payload } = decodeMessage(Buffer.from(start?.[1] ?? '', 'base64'));
    const [name] = chaincodeInput.decode(payload).args;
    return `${chaincode}.${name === undefined ? '' : Buffer.from(name).toString()}`;
}

function summaryOf(
    found: readonly Found[],
    calls: number,
    [first, ...others]: readonly [Variant, ...Variant[]],
): string {
    const texts = found.map(({ text, count }) => (count === 1 ? text : `${text}\n  in ${count} calls`));
    const compared = others.map(({ name }) => name).join(', ');
    const last = `${calls} calls with ${first.name} and with ${compared}: ${
        found.length === 0 ? 'no difference' : `${found.length} different`
    }`;
    return `${[...texts, last].join('\n')}\n`;
}
