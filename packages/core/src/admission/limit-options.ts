import { LONGEST_TIMER_MS } from '@heddle/protocol/internal';
import { ChaincodeError, shown } from '../errors';

/**
 * How much a process takes at the same time. What has no limit here has none; what is refused is answered with an ERROR
 * (see `Admission`).
 */
export interface LimitOptions {
    /** How many transactions may run at the same time, of all chaincodes and peers. Default: no limit. */
    readonly transactions?: number | undefined;
    /**
     * How many of a function may run at the same time, by its name as metadata has it, `Contract:function`; the contract may
     * be left out for the default one, but one function has one limit. They count for `transactions`, too. Default: no limit.
     */
    readonly functions?: Readonly<Record<string, number>> | undefined;
    /** How many transactions may wait for a place; 0 for none. Default 200. More than one have 128 MiB at most. */
    readonly queue?: number | undefined;
    /** How many milliseconds one may wait, then it is refused. Default 5,000; peers give a transaction up after 30 s. */
    readonly queueMs?: number | undefined;
    /**
     * Above which share of the heap's limit nothing new is taken, from 0.1 to 0.95: what heap and buffers have, of what
     * Node.js lets the heap grow to (`v8.getHeapStatistics`, `--max-old-space-size`). Default: no such limit. What is not
     * collected yet counts, and V8 lets garbage grow to about half of what is free: 0.8 is a good value. The heaps of worker
     * threads do not count.
     */
    readonly memory?: number | undefined;
}

/** LimitOptions, checked and complete. */
export interface ResolvedLimits {
    /** Infinity for no limit. */
    readonly transactions: number;
    readonly functions: ReadonlyMap<string, number>;
    readonly queue: number;
    readonly queueMs: number;
    readonly memory: number | undefined;
}

/** More than that is no limit, and a slip of the hand: a peer endorses 2,500 at a time by default. */
const MOST = 1_000_000;
const DEFAULT_QUEUE = 200;
const DEFAULT_QUEUE_MS = 5_000;

/**
 * Checks limits and fills in what is left out; undefined where nothing is limited.
 * @throws ChaincodeError INVALID_OPTIONS, with one sentence that names the option and the remedy
 */
export function resolveLimits(options: LimitOptions | undefined): ResolvedLimits | undefined {
    if (options === undefined) return undefined;
    const limits = resolved(options);
    if (limits.transactions < Infinity || limits.functions.size > 0 || limits.memory !== undefined) return limits;
    if (options.queue === undefined && options.queueMs === undefined) return undefined;
    throw invalid(
        'limits.queue and limits.queueMs say who waits, and nothing is limited: set limits.transactions as well',
    );
}

function resolved({ transactions, functions = {}, queue, queueMs, memory, ...unknown }: LimitOptions): ResolvedLimits {
    checkNames(unknown);
    return {
        transactions: most(transactions),
        functions: new Map(Object.entries(functions).map(functionLimit)),
        queue: whole('limits.queue', queue ?? DEFAULT_QUEUE, 0, MOST),
        queueMs: whole('limits.queueMs', queueMs ?? DEFAULT_QUEUE_MS, 1, LONGEST_TIMER_MS),
        memory: memory === undefined ? undefined : share(memory),
    };
}

function checkNames(unknown: object): void {
    const [misnamed] = Object.keys(unknown);
    if (misnamed === undefined) return;
    throw invalid(`there is no option limits.${misnamed}: correct its name, or leave it out`);
}

function most(transactions: number | undefined): number {
    return transactions === undefined ? Infinity : whole('limits.transactions', transactions, 1, MOST);
}

function functionLimit([name, count]: readonly [string, number]): [string, number] {
    return [name, whole(`limits.functions[${JSON.stringify(name)}]`, count, 1, MOST)];
}

function whole(option: string, value: number, from: number, to: number): number {
    if (Number.isInteger(value) && value >= from && value <= to) return value;
    throw invalid(`${option} is ${shown(value)}: set it to a whole number from ${from} to ${to}`);
}

function share(value: number): number {
    if (typeof value === 'number' && value >= 0.1 && value <= 0.95) return value;
    throw invalid(`limits.memory is ${shown(value)}: set it to a share of the heap's limit from 0.1 to 0.95`);
}

function invalid(message: string): ChaincodeError {
    return new ChaincodeError('INVALID_OPTIONS', message);
}
