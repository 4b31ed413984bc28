import { randomInt } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { TestNetworkOptions } from '../peer/test-network-options';
import { isSame } from './broken';
import { FuzzError } from './fuzz-error';
import type { FuzzOptions } from './fuzz-options';
import { type FuzzPlan, planFuzz } from './fuzz-plan';
import { failureText, type FuzzReport, vacuousLines } from './fuzz-report';
import { type FailedRun, FuzzRun } from './fuzz-run';
import { OutcomeList } from './outcome-list';
import { shrink } from './shrink';
import { writeTest, type WrittenEnd } from './write-test';

const LARGEST_SEED = 2 ** 31;

/** Plans and plays; says what has come of it. @throws FuzzError */
export async function runFuzz(
    network: TestNetworkOptions,
    options: FuzzOptions,
    present?: FuzzPlan['present'],
): Promise<FuzzReport> {
    const seed = options.seed ?? randomInt(LARGEST_SEED);
    const plan = planFuzz(network, options, { seed, present });
    const folder = options.folder === false ? undefined : resolve(options.folder ?? 'fuzz');
    await using run = new FuzzRun(plan, folder && join(folder, plan.name));
    const begin = performance.now();
    const failed = await run.run();
    const { statistics } = run;
    if (failed !== undefined) throw await failureOf(plan, run, failed, folder);
    const { calls, outcomes } = statistics;
    const vacuous = vacuousLines(outcomes, options.allowNever);
    if (vacuous.length > 0) throw vacuity(plan, run, vacuous);
    const callsPerSecond = Math.round((calls * 1000) / (performance.now() - begin));
    return { seed, calls, callsPerSecond, outcomes, corpus: run.corpusSize };
}

async function failureOf(
    plan: FuzzPlan,
    run: FuzzRun,
    failed: FailedRun,
    folder: string | undefined,
): Promise<FuzzError> {
    const foundAfter = run.statistics.calls;
    // A rule of the state is broken as well where each transaction is run once.
    const determinism = failed.broken.kind === 'invariant' ? 'off' : 'check';
    const { steps, replays } = failed.isKept
        ? { steps: failed.steps, replays: 0 }
        : await shrink(failed.steps, plan, async (list) =>
              isSame(failed.broken, await run.replay(list, failed.nonces, { determinism })),
          );
    if (!failed.isKept) await run.keepFailure(failed, steps);
    const { broken, end, writes } = await endOf(plan, run, failed, steps);
    const isWritten = folder !== undefined && !failed.isKept && broken.kind !== 'slow';
    const file = isWritten ? await writeTest(folder, plan, { steps, broken, end, time: plan.beginning }) : undefined;
    return new FuzzError({
        code: broken.kind === 'invariant' ? 'INVARIANT_BROKEN' : 'CALL_FAILED',
        message: failureText(plan, { ...failed, broken }, { steps, replays, foundAfter, file, writes }),
        rule: broken.rule,
        seed: plan.seed,
        steps,
        foundAfter,
        replays,
        outcomes: run.statistics.outcomes,
        file,
        cause: broken.error,
    });
}

/** The failure as the shrunk steps have it, and what they come to. */
async function endOf(
    plan: FuzzPlan,
    run: FuzzRun,
    { broken, nonces }: FailedRun,
    steps: FailedRun['steps'],
): Promise<{ broken: FailedRun['broken']; end: WrittenEnd; writes: readonly string[] }> {
    let state: Record<string, unknown> = {};
    let setup: WrittenEnd['setup'] = [];
    let writes: readonly string[] = [];
    const found = new OutcomeList(steps);
    const again = await run.replay(steps, nonces, {
        called: (call) => {
            found.called(call);
        },
        committed: (step, status) => {
            found.committed(step, status);
        },
        changed: (_changes, written) => {
            writes = written();
        },
        broken: async ({ net, setup: called }) => {
            setup = called;
            state = await net.stateOf(plan.chaincodes[0] ?? '').all();
        },
    });
    return { broken: again ?? broken, writes, end: { state, setup, outcomes: found.outcomes } };
}

function vacuity(plan: FuzzPlan, run: FuzzRun, lines: readonly string[]): FuzzError {
    const remedy =
        'give fuzz clients and arguments with which they succeed (actors, setup, arguments), or name them in allowNever';
    return new FuzzError({
        code: 'VACUOUS',
        message: [
            `no call of these transactions has succeeded, so that nothing of them was tried:`,
            ...lines,
            remedy,
        ].join('\n'),
        rule: 'each transaction succeeds at times',
        seed: plan.seed,
        steps: [],
        foundAfter: run.statistics.calls,
        replays: 0,
        outcomes: run.statistics.outcomes,
        file: undefined,
    });
}
