import { authorLines } from './author-lines';
import type { Broken } from './broken';
import type { FuzzPlan } from './fuzz-plan';
import type { FailedRun } from './fuzz-run';
import type { TransactionOutcomes } from './run-statistics';
import { countCalls, type Step } from './steps';

/** What a fuzz run that held has come to. */
export interface FuzzReport {
    readonly seed: number;
    readonly calls: number;
    readonly callsPerSecond: number;
    readonly outcomes: readonly TransactionOutcomes[];
    /** Runs that are kept, since they have led somewhere. */
    readonly corpus: number;
}

/** So few calls say nothing of a transaction. */
const TOO_FEW = 30;

/** Transactions that were refused in each call, with the codes, one line each. */
export function vacuousLines(outcomes: readonly TransactionOutcomes[], allowed: readonly string[] = []): string[] {
    const isAllVain = outcomes.every(({ succeeded }) => succeeded === 0);
    return outcomes
        .filter(
            ({ transaction, succeeded, called }) =>
                succeeded === 0 && (called >= TOO_FEW || isAllVain) && !allowed.includes(transaction),
        )
        .map(({ transaction, called, refused, invalidArguments }) => {
            const codes = Object.entries(refused).map(([code, count]) => `${code} ${count}`);
            const invalid = invalidArguments === 0 ? [] : [`invalid on purpose ${invalidArguments}`];
            return `  ${transaction}: called ${called}, succeeded 0; ${[...codes, ...invalid].join(', ')}`;
        });
}

/** Where shrinking has come to, and from where. */
export interface ShrunkFrom {
    readonly steps: readonly Step[];
    readonly replays: number;
    readonly foundAfter: number;
    readonly file: string | undefined;
    /** What the last block has written, with the author's lines. */
    readonly writes: readonly string[];
}

/** What a person needs to see a failure, to have it again, and to keep it from coming back. */
export function failureText(plan: FuzzPlan, { broken, steps, isKept }: FailedRun, shrunk: ShrunkFrom): string {
    const [from, to] = [countCalls(steps), countCalls(shrunk.steps)];
    const where = isKept
        ? 'found among the failures of an earlier run'
        : `found after ${shrunk.foundAfter} calls, shrunk from ${from} to ${to} in ${shrunk.replays} replays`;
    const file = shrunk.file === undefined ? '' : `\n${shrunk.file} has it as a test without the fuzzer`;
    return [
        headOf(broken),
        '',
        ...authorLines(shrunk.steps, plan).map((line) => `  ${line}`),
        '',
        ...said(broken).map((line) => `  ${line}`),
        ...(broken.kind === 'invariant' ? shrunk.writes.map((line) => `  ${line}`) : []),
        '',
        `${where}; seed ${plan.seed}${file}`,
    ].join('\n');
}

function headOf({ kind, rule, call }: Broken): string {
    if (kind === 'invariant') return `the invariant '${rule}' is broken`;
    if (kind === 'code') return `${call?.transaction ?? 'a call'} failed with ${rule}`;
    return `the rule '${rule}' is broken`;
}

function said({ error }: Broken): string[] {
    const text = error instanceof Error ? error.message : String(error);
    const cause =
        error instanceof Error && error.cause instanceof Error ? [`${error.cause.name}: ${error.cause.message}`] : [];
    return [...text.split('\n').filter((line) => line.trim() !== ''), ...cause];
}
