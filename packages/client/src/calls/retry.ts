import { TransactionInvalid } from '../errors/transaction-invalid';
import { pause } from './abortable';

/** How often, and when, a transaction is submitted anew that was invalid because others were faster. */
export interface RetryPolicy {
    /** How often it is tried at most, the first time included. */
    readonly attempts: number;
    /** The longest wait before the second attempt; it doubles each time. Default: 100. */
    readonly baseMs?: number | undefined;
    /** The longest wait of all. Default: 5000. */
    readonly maxMs?: number | undefined;
    /** Is told before each wait. What it throws ends nothing: the process is warned of it (`process.emitWarning`). */
    readonly onRetry?: ((failure: TransactionInvalid, waitMs: number) => void) | undefined;
}

/** The codes of transactions that read what others changed: each is in a block, and has changed nothing. */
const CONFLICTS = ['MVCC_READ_CONFLICT', 'PHANTOM_READ_CONFLICT'];

/** What ends a call before its policy does. */
export interface CallEnd {
    readonly signal?: AbortSignal | undefined;
    /** When all of the call has to be over. */
    readonly deadline?: number | undefined;
}

/**
 * Runs attempts until one succeeds, fails otherwise than by a conflict, or was the last that there is time for.
 * @throws TransactionInvalid of the last attempt, where all of them met others
 */
export async function retrying<T>(
    policy: RetryPolicy,
    { signal, deadline = Infinity }: CallEnd,
    attempt: (number: number) => Promise<T>,
): Promise<T> {
    for (let number = 1; number < policy.attempts; number += 1) {
        const { value, conflict } = await meet(attempt(number));
        if (conflict === undefined) return value as T; // there is one or the other
        const waitMs = waitAfter(number, policy);
        if (Date.now() + waitMs >= deadline) throw conflict;
        tell(policy, conflict, waitMs);
        await pause(waitMs, signal);
    }
    return attempt(Math.max(1, policy.attempts));
}

/** What came of an attempt. @throws what it failed with, if that was no conflict */
async function meet<T>(attempt: Promise<T>): Promise<{ readonly value?: T; readonly conflict?: TransactionInvalid }> {
    try {
        return { value: await attempt };
    } catch (error) {
        if (error instanceof TransactionInvalid && CONFLICTS.includes(error.code)) return { conflict: error };
        throw error;
    }
}

/** Whatever is told of it, the transaction is tried again. */
function tell({ onRetry }: RetryPolicy, conflict: TransactionInvalid, waitMs: number): void {
    const warn = (error: unknown): void => {
        const why = error instanceof Error ? error.message : String(error);
        process.emitWarning(`onRetry failed (${why}): ${conflict.transactionId} is tried again all the same`);
    };
    try {
        const told: unknown = onRetry?.(conflict, waitMs);
        // An async function fits a type that returns nothing; a rejection that nobody hears ends the process.
        if (told instanceof Promise) told.catch(warn);
    } catch (error) {
        warn(error);
    }
}

/** All of the wait is random, so that those who have met do not meet again. */
function waitAfter(number: number, { baseMs = 100, maxMs = 5000 }: RetryPolicy): number {
    return Math.random() * Math.min(maxMs, baseMs * 2 ** (number - 1));
}
