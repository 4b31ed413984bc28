import type { Field } from '@heddle/contract/internal';
import { readableValue } from '@heddle/local-peer/internal';
import type { StateChange } from './fuzz-options';
import type { Callable, FuzzPlan } from './fuzz-plan';
import type { PlayedCall, PlayObserver } from './play';
import type { RunStatistics } from './run-statistics';
import type { CallStep, Step } from './steps';
import type { Dice } from './values/dice';
import { kindOf, Pool } from './values/pool';
import { ValueMaker } from './values/value-maker';

/** What a run of generated steps is made with. */
export interface SchedulerOptions {
    readonly dice: Dice;
    readonly statistics: RunStatistics;
    readonly now: () => Date;
    /** Names and ids of the clients. */
    readonly people: readonly string[];
    /** What the contract knows each client by. */
    readonly ids: Readonly<Record<string, string>>;
    readonly firstId: number;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const TIME_STEPS = [1, 1000, MINUTE, 60 * MINUTE, DAY, 7 * DAY + 1, 31 * DAY, 366 * DAY];
const LONGEST_STEP = 3660 * DAY;
const MOST_IN_BLOCK = 4;
/** Evaluations change nothing: they are for what they answer. */
const EVALUATE_WEIGHT = 0.3;
const NEVER_SUCCEEDED_WEIGHT = 3;

/** How often what is done instead of the usual. */
const Share = {
    INVALID: 0.1,
    AGAIN: 0.05,
    ADVANCE: 0.25,
    KEPT_BACK: 0.1,
    ECHO: 0.2,
    EQUAL: 0.2,
    FOCUSED: 0.4,
    KNOWN_CLIENT: 0.5,
    ZERO: 0.05,
} as const;

/** Chooses what happens next in a run, by what has happened in it: calls that meet each other's keys. */
export class Scheduler implements PlayObserver {
    readonly #plan: FuzzPlan;
    readonly #options: SchedulerOptions;
    readonly #pool = new Pool();
    readonly #maker: ValueMaker;
    readonly #pending: CallStep[] = [];
    readonly #succeeded: CallStep[] = [];
    readonly #committed: number[] = [];
    readonly #timeSteps: readonly number[];
    #following: Step[] = [];
    #nextId: number;
    #blockSize: number;

    constructor(plan: FuzzPlan, options: SchedulerOptions) {
        const { dice, now, people, firstId } = options;
        this.#plan = plan;
        this.#options = options;
        this.#nextId = firstId;
        const sources = { vocabulary: plan.vocabulary, people, now, hasZero: dice.chance(Share.ZERO) };
        this.#maker = new ValueMaker({ dice, pool: this.#pool, sources, own: plan.options.arguments ?? {} });
        this.#timeSteps = plan.options.time?.step ?? timeStepsOf(plan);
        this.#blockSize = this.#drawBlockSize();
    }

    /** The next step of the run. */
    next(): Step {
        const following = this.#following.shift();
        if (following !== undefined) return following;
        return this.#pending.length >= this.#blockSize ? this.#commit() : this.#call();
    }

    /** The last block of a run, with all that is left. */
    last(): Step | undefined {
        return this.#pending.length === 0 ? undefined : { do: 'commit', calls: this.#take(0) };
    }

    called({ step, code, result, transaction }: PlayedCall): void {
        this.#nextId = Math.max(this.#nextId, step.id + 1);
        if (code !== 'OK') return;
        if (transaction !== undefined) this.#pending.push(step);
        this.#succeeded.push(step);
        this.#pool.see(step.transaction, result);
        const callable = this.#plan.callables.find((one) => one.name === step.transaction);
        for (const [index, value] of step.args.entries())
            this.#pool.see(callable?.transaction.info.parameters[index]?.name ?? '', value);
        for (const event of transaction?.events ?? []) this.#pool.see(event.name, event.payload);
    }

    committed(step: CallStep, status: string): void {
        const index = this.#pending.findIndex(({ id }) => id === step.id);
        if (index >= 0) this.#pending.splice(index, 1);
        if (status === 'VALID') this.#committed.push(step.id);
    }

    changed(changes: readonly StateChange[]): void {
        for (const { key, after } of changes) {
            this.#pool.seeRow(key, after);
            for (const part of key.split(/[(),~\s]+/).filter(Boolean)) this.#pool.see('key', part);
            this.#pool.see('value', Buffer.isBuffer(after) ? readableValue(after) : after);
        }
    }

    #commit(): Step {
        const { dice } = this.#options;
        const isKept = this.#pending.length > 1 && dice.chance(Share.KEPT_BACK);
        this.#blockSize = this.#drawBlockSize();
        if (dice.chance(Share.ADVANCE))
            this.#following.push({ do: 'advance', milliseconds: dice.pick(this.#timeSteps) });
        if (this.#committed.length > 0 && dice.chance(Share.AGAIN))
            this.#following.push({ do: 'again', call: dice.pick(this.#committed) });
        return { do: 'commit', calls: this.#take(isKept ? 1 : 0) };
    }

    #take(keptBack: number): number[] {
        return this.#options.dice
            .shuffled(this.#pending)
            .slice(keptBack)
            .map(({ id }) => id);
    }

    #drawBlockSize(): number {
        const most = this.#plan.options.blocks?.most ?? MOST_IN_BLOCK;
        const { dice } = this.#options;
        return dice.chance(0.5) ? 1 : dice.between(1, Math.max(most, 1));
    }

    #call(): CallStep {
        const { dice } = this.#options;
        const id = this.#nextId;
        this.#nextId += 1;
        if (this.#succeeded.length > 0 && dice.chance(Share.ECHO)) return this.#echo(id, dice.pick(this.#succeeded));
        const callable = this.#chooseCallable();
        const { fields, info } = callable.transaction;
        const focus = dice.chance(Share.FOCUSED) ? this.#pool.focus(dice) : undefined;
        this.#maker.lookAt(focus);
        const invalid = dice.chance(Share.INVALID) ? this.#invalidArgs(callable) : undefined;
        const transient = this.#transient();
        return {
            do: 'call',
            id,
            by: this.#chooseClient(callable.name, focus),
            chaincode: callable.chaincode,
            contract: callable.contract,
            transaction: info.name,
            args: invalid ?? this.#equalized(this.#args(callable), fields),
            ...(transient === undefined ? {} : { transient }),
            purpose: info.kind,
            ...(invalid === undefined ? {} : { isInvalid: true }),
        };
    }

    /** A call that went well, once more: by another client, just so, or with one other argument. */
    #echo(id: number, before: CallStep): CallStep {
        const { dice } = this.#options;
        const how = dice.pick(['client', 'same', 'argument'] as const);
        if (how === 'client') return { ...before, id, by: dice.pick(Object.keys(this.#plan.actors)) };
        const callable = this.#plan.callables.find((one) => one.name === before.transaction);
        const fresh = how === 'same' || callable === undefined ? [] : this.#args(callable);
        if (fresh.length === 0 || before.args.length === 0) return { ...before, id };
        const changed = dice.below(Math.min(before.args.length, fresh.length));
        return { ...before, id, args: before.args.map((arg, index) => (index === changed ? fresh[index] : arg)) };
    }

    #chooseCallable(): Callable {
        const { statistics, dice } = this.#options;
        const { weights = {} } = this.#plan.options;
        return dice.weighted(
            this.#plan.callables.map((callable) => {
                const own = weights[callable.name];
                const ofKind = callable.transaction.info.kind === 'evaluate' ? EVALUATE_WEIGHT : 1;
                const ofNever = statistics.succeeded(callable.name) === 0 ? NEVER_SUCCEEDED_WEIGHT : 1;
                return [own ?? ofKind * ofNever, callable] as const;
            }),
        );
    }

    #chooseClient(transaction: string, focus: Pool | undefined): string {
        const { dice, statistics, ids } = this.#options;
        const concerned = Object.keys(this.#plan.actors).filter(
            (name) => focus?.has(name) === true || focus?.has(ids[name]) === true,
        );
        if (concerned.length > 0 && dice.chance(Share.KNOWN_CLIENT)) return dice.pick(concerned);
        const known = statistics.clientsOf(transaction);
        const isKnown = known.length > 0 && dice.chance(Share.KNOWN_CLIENT);
        return dice.pick(isKnown ? known : Object.keys(this.#plan.actors));
    }

    #args({ name, transaction: { fields, info } }: Callable): unknown[] {
        const values: unknown[] = [];
        const object: Record<string, unknown> = {};
        for (const [index, field] of fields.entries()) {
            const value = this.#maker.field(field, `${name}.${field.name}`, object);
            if (info.parameters[index]?.rest === true)
                return [...values, ...((value as readonly unknown[] | undefined) ?? [])];
            // What is left out leaves out all that comes after it.
            if (value === undefined) return values;
            object[field.name] = value;
            values.push(value);
        }
        return values;
    }

    /** Arguments of which one is refused by its validators; undefined where none can be. */
    #invalidArgs(callable: Callable): unknown[] | undefined {
        const { name, transaction } = callable;
        const args = this.#args(callable);
        for (const field of this.#options.dice.shuffled(transaction.fields)) {
            const index = transaction.fields.indexOf(field);
            if (transaction.info.parameters[index]?.rest === true || index >= args.length) continue;
            const refused = this.#refusedIn(field, `${name}.${field.name}`, args[index]);
            if (refused !== undefined) return args.with(index, refused.value);
        }
        return undefined;
    }

    #refusedIn(field: Field, path: string, value: unknown): { readonly value: unknown } | undefined {
        const own = this.#maker.refused(field, path, { [field.name]: value });
        if (own !== undefined || field.type.kind !== 'class' || kindOf(value) !== 'other') return own;
        const object = value as Record<string, unknown>; // made for a class
        for (const member of this.#options.dice.shuffled(field.type.shape.fields)) {
            const refused = this.#maker.refused(member, `${path}.${member.name}`, object);
            if (refused !== undefined) return { value: { ...object, [member.name]: refused.value } };
        }
        return undefined;
    }

    /** Transfers to oneself: two arguments of one kind are one value. */
    #equalized(args: readonly unknown[], fields: readonly Field[]): readonly unknown[] {
        const { dice } = this.#options;
        if (args.length < 2 || !dice.chance(Share.EQUAL)) return args;
        const [from = 0, to = 0] = dice.shuffled([...args.keys()]);
        const isAlike = kindOf(args[from]) === kindOf(args[to]) && kindOf(args[from]) !== 'other';
        return isAlike && mayBeEqual(fields[from], fields[to]) ? args.with(to, args[from]) : args;
    }

    #transient(): Record<string, unknown> | undefined {
        const { dice } = this.#options;
        const { transientKeys } = this.#plan.vocabulary;
        if (transientKeys.length === 0) return undefined;
        return Object.fromEntries(
            transientKeys.map((key) => [key, dice.chance(0.5) ? dice.between(0, 10) : dice.pick(['a', 'b'])]),
        );
    }
}

/** Whether a value of the first field is most likely one of the second. */
function mayBeEqual(from: Field | undefined, to: Field | undefined): boolean {
    return to?.validators === undefined && from?.type.kind === to?.type.kind;
}

/** Around what the source counts in, which may be seconds, too. */
function timeStepsOf({ vocabulary }: FuzzPlan): number[] {
    const around = vocabulary.durations.flatMap((one) => [one - 1, one, one + 1, 1000 * one, 1000 * (one + 1)]);
    return [...TIME_STEPS, ...around.filter((one) => Number.isSafeInteger(one) && one > 0 && one <= LONGEST_STEP)];
}
