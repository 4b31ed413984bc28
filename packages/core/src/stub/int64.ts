/** What two halves of 32 bits count by. */
const HALF = 2 ** 32;

/**
 * A whole number of 64 bits, in the shape that fabric-shim has for it: `low` and `high`, `toNumber()`. It counts as a
 * number in calculations and comparisons of JavaScript, in JSON and in text. TypeScript wants `toNumber()` there.
 */
export class Int64 {
    /** The lower 32 bits, as a signed number: of seconds, the same number until 2038. */
    readonly low: number;
    /** The upper 32 bits, as a signed number. */
    readonly high: number;

    constructor(value: bigint) {
        this.low = Number(BigInt.asIntN(32, value));
        this.high = Number(BigInt.asIntN(32, value >> 32n));
    }

    /** The number; beyond 2^53 - 1, the double nearest to it. */
    toNumber(): number {
        return this.high * HALF + (this.low >>> 0);
    }

    /** The lower 32 bits, as `low`. */
    toInt(): number {
        return this.low;
    }

    toBigInt(): bigint {
        return BigInt(this.high) * BigInt(HALF) + BigInt(this.low >>> 0);
    }

    toString(): string {
        return this.toBigInt().toString();
    }

    toJSON(): number {
        return this.toNumber();
    }

    valueOf(): number {
        return this.toNumber();
    }
}
