import type { FuzzPlan } from './fuzz-plan';
import { simplerValues } from './simpler-values';
import type { CallStep, Step } from './steps';

/** Whether steps still fail as before. */
export type StillFails = (steps: readonly Step[]) => Promise<boolean>;

/** What shrinking has come to. */
export interface Shrunk {
    readonly steps: readonly Step[];
    readonly replays: number;
}

const MOST_REPLAYS = 300;
/** Of computing: a busy machine shrinks as far as an idle one. */
const MOST_MS = 20_000;

/** Makes a failing list of steps short, and then simple, as long as it goes on to fail. Greedy: the first that does is taken. */
export async function shrink(steps: readonly Step[], plan: FuzzPlan, stillFails: StillFails): Promise<Shrunk> {
    const shrinker = new Shrinker(steps, stillFails);
    await shrinker.shorten();
    await shrinker.simplify(plan);
    await shrinker.shorten();
    return { steps: shrinker.steps, replays: shrinker.replays };
}

class Shrinker {
    steps: readonly Step[];
    replays = 0;
    readonly #stillFails: StillFails;
    readonly #begin = process.cpuUsage();

    constructor(steps: readonly Step[], stillFails: StillFails) {
        this.steps = steps;
        this.#stillFails = stillFails;
    }

    /** Takes parts away, halves first, until no single step can be missed. */
    async shorten(): Promise<void> {
        for (let size = Math.ceil(this.steps.length / 2); size >= 1 && !this.#isOver; size = nextSize(size))
            await this.#shortenBy(size);
    }

    /** Blocks into single calls, clients to the first one, time to none, values to small ones. */
    async simplify({ actors }: FuzzPlan): Promise<void> {
        await this.#try(oneByOne(this.steps));
        for (const step of this.steps) await this.#simplifyClient(step, Object.keys(actors));
        for (const step of this.steps) await this.#simplifyTime(step);
        await this.#rename();
        for (const step of this.steps) if (step.do === 'call') await this.#simplifyArguments(step);
    }

    async #shortenBy(size: number): Promise<void> {
        for (let from = this.steps.length - size; from > -size && !this.#isOver; from -= size) {
            const begin = Math.max(from, 0);
            await this.#try([...this.steps.slice(0, begin), ...this.steps.slice(from + size)]);
        }
    }

    /** The first of the clients with whom it goes on to fail. */
    async #simplifyClient(step: Step, clients: readonly string[]): Promise<void> {
        if (step.do !== 'call') return;
        for (const by of clients.slice(0, Math.min(2, clients.indexOf(step.by))))
            if (await this.#try(replaced(this.steps, step, { ...step, by }))) return;
    }

    async #simplifyTime(step: Step): Promise<void> {
        if (step.do !== 'advance') return;
        const day = 24 * 60 * 60 * 1000;
        for (const milliseconds of [1000, day, 31 * day])
            if (
                milliseconds < step.milliseconds &&
                (await this.#try(replaced(this.steps, step, { ...step, milliseconds })))
            )
                return;
    }

    /** Texts that stand in several calls are renamed in all of them. */
    async #rename(): Promise<void> {
        const names = ['a', 'b', 'c', 'd', 'e'];
        const texts = [
            ...new Set(callsOf(this.steps).flatMap(({ args }) => args.filter((arg) => typeof arg === 'string'))),
        ];
        for (const text of texts.filter((one) => !names.includes(one))) {
            const free = names.find((name) => !texts.includes(name));
            if (free === undefined) return;
            if (await this.#try(renamed(this.steps, text, free))) texts.push(free);
        }
    }

    async #simplifyArguments({ id, args }: CallStep): Promise<void> {
        for (const index of args.keys()) await this.#simplifyArgument(id, index);
    }

    async #simplifyArgument(id: number, index: number): Promise<void> {
        const now = callsOf(this.steps).find((one) => one.id === id);
        if (now === undefined) return;
        for (const value of simplerValues(now.args[index]))
            if (await this.#try(replaced(this.steps, now, { ...now, args: now.args.with(index, value) }))) return;
    }

    async #try(steps: readonly Step[]): Promise<boolean> {
        const candidate = tidied(steps);
        if (this.#isOver || JSON.stringify(keyOf(candidate)) === JSON.stringify(keyOf(this.steps))) return false;
        this.replays += 1;
        const fails = await this.#stillFails(candidate);
        if (fails) this.steps = candidate;
        return fails;
    }

    get #isOver(): boolean {
        const { user, system } = process.cpuUsage(this.#begin);
        return this.replays >= MOST_REPLAYS || user + system > MOST_MS * 1000;
    }
}

function nextSize(size: number): number {
    return size === 1 ? 0 : Math.ceil(size / 2);
}

/** JSON has no bigint; all that matters is whether two lists are the same. */
function keyOf(steps: readonly Step[]): unknown {
    return steps.map((step) =>
        step.do === 'call' ? { ...step, args: step.args.map(String), objects: safe(step.args) } : step,
    );
}

function safe(value: unknown): string {
    return JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? `${one}n` : one));
}

/** Without what has lost its meaning. */
function tidied(steps: readonly Step[]): Step[] {
    const ids = new Set(callsOf(steps).map(({ id }) => id));
    return steps.flatMap((step): Step[] => {
        if (step.do === 'again') return ids.has(step.call) ? [step] : [];
        if (step.do !== 'commit') return [step];
        const calls = step.calls.filter((id) => ids.has(id));
        return calls.length === 0 ? [] : [{ ...step, calls }];
    });
}

function oneByOne(steps: readonly Step[]): Step[] {
    return steps.flatMap((step): Step[] => {
        if (step.do === 'commit') return [];
        return step.do === 'call' && step.purpose === 'submit' ? [step, { do: 'commit', calls: [step.id] }] : [step];
    });
}

function replaced(steps: readonly Step[], one: Step, other: Step): Step[] {
    return steps.map((step) => (step === one ? other : step));
}

function renamed(steps: readonly Step[], from: string, to: string): Step[] {
    return steps.map((step) =>
        step.do === 'call' ? { ...step, args: step.args.map((arg) => (arg === from ? to : arg)) } : step,
    );
}

function callsOf(steps: readonly Step[]): CallStep[] {
    return steps.filter((step) => step.do === 'call');
}
