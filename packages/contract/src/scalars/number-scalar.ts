import type { Parsed, Scalar } from './scalar';

const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

/** The double that a number's text says, or what is wrong with it. */
export function exactNumber(token: string): number | string {
    const value = Number(token);
    if (Number.isSafeInteger(value)) {
        const vanished = value === 0 && /^[^eE]*[1-9]/.test(token);
        return vanished ? 'a number too small for a double' : value;
    }
    if (!Number.isFinite(value)) return 'a number too large for a double';
    if (Number.isInteger(value)) return 'an integer beyond ±(2^53 - 1), which takes a bigint';
    return value;
}

/** Parses a number by JSON's grammar; what a double does not hold is refused. */
function parseNumber(text: string): Parsed<number> {
    if (!NUMBER.test(text)) return { expected: 'a number' };
    const value = exactNumber(text);
    return typeof value === 'number' ? { value } : { expected: `a number that a double can hold, not ${value}` };
}

/** A double. */
export const numberScalar: Scalar<number> = {
    names: ['number'],
    constructors: [Number],
    validators: ['isInt', 'isNumber', 'min', 'max', 'isPositive', 'isNegative', 'isDivisibleBy'],
    is: (value) => typeof value === 'number',
    parse: parseNumber,
    json: { expected: 'a number' },
    schema: { type: 'number' },
};
