import { type Broken, isSame } from './broken';
import type { FuzzPlan } from './fuzz-plan';
import { KeptRuns } from './kept-runs';
import { mutate } from './mutate';
import { Play, type PlayObserver } from './play';
import { RunStatistics } from './run-statistics';
import { Scheduler } from './scheduler';
import { countCalls, type Step } from './steps';
import { Dice } from './values/dice';
import { World, type WorldDeterminism } from './world';

/** A run that failed, as it was played. */
export interface FailedRun {
    readonly broken: Broken;
    readonly steps: readonly Step[];
    readonly nonces: string;
    /** Whether it was found in the file of earlier failures. */
    readonly isKept: boolean;
}

/** Looks on while steps are played again, and at what they leave. */
export interface Look extends PlayObserver {
    /** Default: each transaction is run twice. */
    readonly determinism?: WorldDeterminism;
    broken?(world: World): Promise<void>;
}

const RUNS = 100;
const DEPTH = 50;
const FROM_CORPUS = 1 / 3;

/** Plays runs until one fails, or until there have been enough. */
export class FuzzRun implements AsyncDisposable {
    readonly statistics: RunStatistics;
    readonly #plan: FuzzPlan;
    readonly #kept: KeptRuns;
    readonly #worlds = new Map<WorldDeterminism, Promise<World>>();
    readonly #corpus: { readonly nonces: string; readonly steps: readonly Step[] }[] = [];

    constructor(plan: FuzzPlan, folder: string | undefined) {
        this.#plan = plan;
        this.#kept = new KeptRuns(folder);
        this.statistics = new RunStatistics(plan.callables.map(({ name }) => name));
    }

    /** How many runs of earlier times and of this one are kept, since they have led somewhere. */
    get corpusSize(): number {
        return this.#corpus.length;
    }

    /** The first failure; undefined where there is none. */
    async run(): Promise<FailedRun | undefined> {
        const again = await this.#replayFailures();
        if (again !== undefined) return again;
        this.#corpus.push(...(await this.#kept.corpus()));
        const { runs, seconds } = this.#plan.options;
        const most = runs ?? (seconds === undefined ? RUNS : Infinity);
        const end = seconds === undefined ? Infinity : performance.now() + seconds * 1000;
        for (let run = 0; run < most && performance.now() < end; run += 1) {
            const failed = await this.#play(`${this.#plan.seed}/${run}`);
            if (failed !== undefined) return failed;
        }
        await this.#kept.setCorpus(this.#corpus);
        return undefined;
    }

    /** Plays steps from the beginning, each transaction run twice. What is wrong at their end; undefined where all is well. */
    async replay(steps: readonly Step[], nonces: string, look: Look = {}): Promise<Broken | undefined> {
        const world = await this.#world(look.determinism ?? 'check');
        await world.reset(nonces);
        const play = new Play(this.#plan, world, look);
        for (const step of steps) {
            const broken = await play.step(step);
            if (broken === undefined) continue;
            await look.broken?.(world);
            return broken;
        }
        return await play.finish();
    }

    async keepFailure({ nonces, broken }: FailedRun, steps: readonly Step[]): Promise<void> {
        await this.#kept.addFailure({ nonces, rule: broken.rule, steps });
    }

    /** Those that fail no more are forgotten. */
    async #replayFailures(): Promise<FailedRun | undefined> {
        const failures = await this.#kept.failures();
        for (const [index, { steps, nonces }] of failures.entries()) {
            const broken = await this.replay(steps, nonces);
            if (broken === undefined) continue;
            await this.#kept.setFailures(failures.slice(index));
            return { broken, steps, nonces, isKept: true };
        }
        if (failures.length > 0) await this.#kept.setFailures([]);
        return undefined;
    }

    async #play(nonces: string): Promise<FailedRun | undefined> {
        const dice = new Dice(nonces);
        const world = await this.#world(this.#determinism);
        await world.reset(nonces);
        const beginning = this.#beginning(dice);
        const scheduler = this.#scheduler(world, dice, beginning);
        const play = new Play(this.#plan, world, together(this.statistics, scheduler));
        const steps: Step[] = [];
        this.statistics.begin();
        const broken =
            (await this.#playSteps(steps, play, () => beginning.shift() ?? scheduler.next())) ??
            (await this.#end(steps, play, scheduler));
        if (broken !== undefined) return await this.#confirmed({ broken, steps, nonces, isKept: false });
        if (this.statistics.isNews) this.#corpus.push({ nonces, steps });
        return undefined;
    }

    /** A change of an earlier run, or nothing. */
    #beginning(dice: Dice): Step[] {
        const isChanged = this.#corpus.length > 0 && dice.chance(FROM_CORPUS);
        const earlier = this.#corpus.map(({ steps }) => steps);
        return isChanged ? mutate(earlier, dice) : [];
    }

    async #playSteps(steps: Step[], play: Play, next: () => Step): Promise<Broken | undefined> {
        const { depth = DEPTH } = this.#plan.options;
        while (countCalls(steps) < depth) {
            const step = next();
            steps.push(step);
            const broken = await play.step(step);
            if (broken !== undefined) return broken;
        }
        return undefined;
    }

    /** Commits what is left, and compares the peer's state with what it should be. */
    async #end(steps: Step[], play: Play, scheduler: Scheduler): Promise<Broken | undefined> {
        const last = scheduler.last();
        if (last === undefined) return await play.finish();
        steps.push(last);
        return (await play.step(last)) ?? (await play.finish());
    }

    /** One for each way of running, which all runs and replays begin with again. */
    #world(wanted: WorldDeterminism): Promise<World> {
        // A network that is there runs transactions as it was told.
        const determinism = this.#plan.present === undefined ? wanted : 'check';
        const known = this.#worlds.get(determinism) ?? World.open(this.#plan, determinism);
        this.#worlds.set(determinism, known);
        return known;
    }

    /** Ends its networks. */
    async [Symbol.asyncDispose](): Promise<void> {
        const opened = await Promise.allSettled(this.#worlds.values());
        this.#worlds.clear();
        for (const world of opened) if (world.status === 'fulfilled') await world.value[Symbol.asyncDispose]();
    }

    get #determinism(): WorldDeterminism {
        return this.#plan.network.determinism === 'off' ? 'off' : 'sample';
    }

    /** A call that was slow once may have met a busy machine. */
    async #confirmed(failed: FailedRun): Promise<FailedRun | undefined> {
        if (failed.broken.kind !== 'slow') return failed;
        return isSame(failed.broken, await this.replay(failed.steps, failed.nonces)) ? failed : undefined;
    }

    #scheduler(world: World, dice: Dice, beginning: readonly Step[]): Scheduler {
        const names = Object.keys(this.#plan.actors);
        const byName = Object.fromEntries(names.map((name) => [name, world.idOf(name)]));
        const ids = Object.values(byName);
        // A contract that knows clients by their ids seldom takes a name for one.
        const people = this.#plan.vocabulary.asksForIds
            ? [...ids, ...ids, ...ids, ...names]
            : [...names, ...names, ...ids];
        const { statistics } = this;
        return new Scheduler(this.#plan, {
            dice,
            statistics,
            people,
            ids: byName,
            now: () => world.net.time,
            firstId: beginning.length,
        });
    }
}

function together(...observers: readonly PlayObserver[]): PlayObserver {
    return {
        called: (call) => {
            for (const one of observers) one.called?.(call);
        },
        committed: (step, status) => {
            for (const one of observers) one.committed?.(step, status);
        },
        changed: (changes, writes) => {
            for (const one of observers) one.changed?.(changes, writes);
        },
    };
}
