import { isMarked, mark } from '@heddle/protocol/internal';
import type { TransactionOutcomes } from './run-statistics';
import type { Step } from './steps';

/** Why a fuzz run failed. */
export type FuzzErrorCode =
    /** An invariant of the author's does not hold. */
    | 'INVARIANT_BROKEN'
    /** A call came to what no contract answers on purpose, or took too long, or was refused where it may not be. */
    | 'CALL_FAILED'
    /** Transactions were refused in each call, so that nothing was tried. */
    | 'VACUOUS';

/** What is known of a failure. */
export interface FuzzFailure {
    readonly code: FuzzErrorCode;
    readonly message: string;
    /** The invariant's words, or the code of the call. */
    readonly rule: string;
    readonly seed: number;
    /** The shortest list that was found to fail. */
    readonly steps: readonly Step[];
    /** How many calls of this run had been made when it was found. */
    readonly foundAfter: number;
    /** How many times shrinking has played calls again. */
    readonly replays: number;
    readonly outcomes: readonly TransactionOutcomes[];
    /** The test that was written. */
    readonly file: string | undefined;
    readonly cause?: unknown;
}

const MARKER = Symbol.for('heddle.FuzzError');

/** A rule that does not hold, with the shortest calls that break it. */
export class FuzzError extends Error {
    readonly code: FuzzErrorCode;
    readonly rule: string;
    readonly seed: number;
    readonly steps: readonly Step[];
    readonly foundAfter: number;
    readonly replays: number;
    readonly outcomes: readonly TransactionOutcomes[];
    readonly file: string | undefined;

    constructor(failure: FuzzFailure) {
        super(failure.message, failure.cause === undefined ? undefined : { cause: failure.cause });
        this.name = 'FuzzError';
        this.code = failure.code;
        this.rule = failure.rule;
        this.seed = failure.seed;
        this.steps = failure.steps;
        this.foundAfter = failure.foundAfter;
        this.replays = failure.replays;
        this.outcomes = failure.outcomes;
        this.file = failure.file;
        mark(this, MARKER);
    }

    /** Tells whether a value is a FuzzError, of this or of another copy of the package. */
    static is(value: unknown): value is FuzzError {
        return isMarked(value, MARKER);
    }
}
