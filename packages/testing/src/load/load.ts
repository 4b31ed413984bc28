import type { OptionNames } from '@heddle/protocol/internal';
import { checkNames } from '../errors/test-network-error';
import type { FuzzOptions } from '../fuzz/fuzz-options';
import { planFuzz } from '../fuzz/fuzz-plan';
import { Play, type PlayedCall } from '../fuzz/play';
import { RunStatistics } from '../fuzz/run-statistics';
import { Scheduler } from '../fuzz/scheduler';
import type { CallStep } from '../fuzz/steps';
import { Dice } from '../fuzz/values/dice';
import { World } from '../fuzz/world';
import type { TestNetworkOptions } from '../peer/test-network-options';
import { ConflictTracker, type HotKey, type TrackedTransaction } from './conflict-tracker';
import { type Percentiles, percentiles } from './percentiles';

/** A call of a scenario. */
export interface ScenarioCall {
    /** The client's name. Default: the actors in turn. */
    readonly by?: string;
    readonly transaction: string;
    readonly args?: readonly unknown[];
    readonly transient?: Readonly<Record<string, unknown>>;
}

/** How a load is put on a network. */
export interface LoadOptions<O extends TestNetworkOptions = TestNetworkOptions> extends Pick<
    FuzzOptions<O>,
    'actors' | 'arguments' | 'except' | 'seed' | 'setup' | 'weights' | 'seconds'
> {
    /** The n-th call. Default: those that the fuzzer would make. */
    readonly scenario?: (n: number) => ScenarioCall;
    /** How many clients have a transaction under way at once. Default: 10. */
    readonly clients?: number;
    /** Transactions in a block. Default: 10. */
    readonly block?: number;
    /** Ends a block after so many milliseconds, or when all clients wait, in place of `block`. Default: `block` decides. */
    readonly blockMs?: number;
    /** How many calls. Default: 600; with `seconds`, as many as they allow. */
    readonly calls?: number;
}

const LOAD_NAMES: OptionNames<LoadOptions> = {
    actors: true,
    arguments: true,
    except: true,
    seed: true,
    setup: true,
    weights: true,
    seconds: true,
    scenario: true,
    clients: true,
    block: true,
    blockMs: true,
    calls: true,
};

/** What a load has come to. */
export interface LoadReport {
    readonly seed: number;
    /** Endorsed and ordered. */
    readonly submitted: number;
    /** What blocks say of them: their sum is `submitted`. */
    readonly statuses: Readonly<Record<string, number>>;
    /** Refused by the contract, by code. */
    readonly refused: Readonly<Record<string, number>>;
    /** The share of submitted ones that were lost to conflicts. */
    readonly conflictShare: number;
    readonly hotKeys: readonly HotKey[];
    /** Of an endorsement. */
    readonly milliseconds: Percentiles;
}

const CALLS = 600;
const CLIENTS = 10;
const BLOCK = 10;
const SEED = 1;

/**
 * Has clients submit transactions side by side on an embedded network, and finds out at which keys they lose each other.
 * @throws TestNetworkError OPTION_INVALID
 */
export async function load<O extends TestNetworkOptions>(
    network: O,
    options: LoadOptions<O> = {},
): Promise<LoadReport> {
    checkNames('load', options, LOAD_NAMES);
    const { seed = SEED } = options;
    const {
        scenario: _scenario,
        clients: _clients,
        block: _block,
        blockMs: _blockMs,
        calls: _calls,
        ...fuzzing
    } = options;
    // Views have the network of these very options.
    const plan = planFuzz(network, fuzzing as FuzzOptions, { seed });
    await using world = await World.open(plan, 'off');
    return await new Load(plan, world, options as LoadOptions).run();
}

class Load {
    readonly #plan: ReturnType<typeof planFuzz>;
    readonly #world: World;
    readonly #options: LoadOptions;
    readonly #tracker = new ConflictTracker();
    readonly #tracked = new Map<number, TrackedTransaction>();
    readonly #refused = new Map<string, number>();
    readonly #times: number[] = [];
    readonly #play: Play;
    readonly #next: (n: number) => CallStep | undefined;

    constructor(plan: ReturnType<typeof planFuzz>, world: World, options: LoadOptions) {
        this.#plan = plan;
        this.#world = world;
        this.#options = options;
        this.#next = options.scenario === undefined ? this.#generated() : this.#scripted(options.scenario);
        this.#play = new Play({ ...plan, options: { slow: Infinity } }, world, {
            called: (call) => {
                this.#called(call);
            },
            committed: (step, status) => {
                const tracked = this.#tracked.get(step.id);
                if (tracked !== undefined) this.#tracker.committed(tracked, status);
            },
        });
    }

    async run(): Promise<LoadReport> {
        const { seconds, calls = seconds === undefined ? CALLS : Infinity } = this.#options;
        const end = seconds === undefined ? Infinity : performance.now() + seconds * 1000;
        let queue: number[] = [];
        let opened = performance.now();
        for (let n = 0; n < calls && performance.now() < end; n += 1) {
            const step = this.#next(n);
            if (step !== undefined) await this.#endorse(step, queue);
            if (!this.#isFull(queue.length, performance.now() - opened)) continue;
            opened = performance.now();
            await this.#play.step({ do: 'commit', calls: queue });
            queue = [];
        }
        await this.#play.step({ do: 'commit', calls: queue });
        return this.#report();
    }

    /** Each client waits for its transaction: no more are under way than there are clients. */
    #isFull(length: number, milliseconds: number): boolean {
        const { clients = CLIENTS, blockMs, block = blockMs === undefined ? BLOCK : Infinity } = this.#options;
        return length >= Math.min(block, clients) || (blockMs !== undefined && milliseconds >= blockMs);
    }

    async #endorse(step: CallStep, queue: number[]): Promise<void> {
        const begin = performance.now();
        await this.#play.step(step);
        this.#times.push(performance.now() - begin);
        if (this.#tracked.has(step.id)) queue.push(step.id);
    }

    #called({ step, code, transaction }: PlayedCall): void {
        if (transaction === undefined) {
            this.#refused.set(code, (this.#refused.get(code) ?? 0) + 1);
            return;
        }
        const { readWriteSet } = transaction;
        this.#tracked.set(step.id, { name: step.transaction, readWriteSet, endorsedAt: this.#tracker.now });
    }

    #report(): LoadReport {
        const { submitted, statuses, hotKeys } = this.#tracker;
        const lost = hotKeys.reduce((sum, one) => sum + one.lost, 0);
        return {
            seed: this.#plan.seed,
            submitted,
            statuses: Object.fromEntries(statuses),
            refused: Object.fromEntries(this.#refused),
            conflictShare: submitted === 0 ? 0 : lost / submitted,
            hotKeys,
            milliseconds: percentiles(this.#times),
        };
    }

    #scripted(scenario: (n: number) => ScenarioCall): (n: number) => CallStep {
        const actors = Object.keys(this.#plan.actors);
        return (n) => {
            const { by = actors[n % actors.length] ?? '', transaction, args = [], transient } = scenario(n);
            const callable = this.#plan.callables.find(({ name }) => name === transaction);
            const { chaincode = '', contract = '' } = callable ?? {};
            const secretly = transient === undefined ? {} : { transient };
            return { do: 'call', id: n, by, chaincode, contract, transaction, args, ...secretly, purpose: 'submit' };
        };
    }

    /** The calls of the fuzzer that are to be submitted and are meant to succeed. */
    #generated(): (n: number) => CallStep | undefined {
        const names = Object.keys(this.#plan.actors);
        const ids = Object.fromEntries(names.map((name) => [name, this.#world.idOf(name)]));
        const scheduler = new Scheduler(this.#plan, {
            dice: new Dice(`load ${this.#plan.seed}`),
            statistics: new RunStatistics(this.#plan.callables.map(({ name }) => name)),
            now: () => this.#world.net.time,
            people: [...names, ...Object.values(ids)],
            ids,
            firstId: 0,
        });
        return () => {
            const step = scheduler.next();
            return step.do === 'call' && step.purpose === 'submit' && step.isInvalid !== true ? step : undefined;
        };
    }
}
