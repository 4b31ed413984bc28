/** Milliseconds: what a query may hold the process for, with all its expressions on all the values that it looks at. */
const LONGEST_MS = 2000;
/** Milliseconds: below it is what it costs to be able to end an expression at all, which is no fault of the expression. */
const SLOW = 1;

/**
 * How long the expressions of one query may still go back and forth.
 *
 * T1 Only slow matches count: quick ones may be as many as there are rows.
 */
export class PatternTime {
    /** In milliseconds. */
    readonly longest: number;
    #left: number;

    constructor(longest: number = LONGEST_MS) {
        this.longest = longest;
        this.#left = longest;
    }

    /** In milliseconds; none or less than that where it is used up. */
    get left(): number {
        return this.#left;
    }

    /** Takes away what a match has taken, in milliseconds. */
    use(taken: number): void {
        if (taken >= SLOW) this.#left -= taken;
    }
}
