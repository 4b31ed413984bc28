import type { Parsed, TextScalar } from './scalar';

const BIGINT = /^(0|-?[1-9][0-9]*)$/;
/** Converting decimal digits takes more than linear time, and no ledger needs more of them. */
const LONGEST = 1_000;

/** Parses decimal digits, without leading zeros, so that a number has one text only. */
function parseBigint(text: string): Parsed<bigint> {
    if (text.length > LONGEST) return { expected: `an integer of at most ${LONGEST} digits` };
    return BIGINT.test(text) ? { value: BigInt(text) } : { expected: 'an integer in decimal digits' };
}

/** An integer of up to a thousand digits. */
export const bigintScalar: TextScalar<bigint> = {
    names: ['bigint'],
    constructors: [BigInt],
    validators: [],
    is: (value) => typeof value === 'bigint',
    parse: parseBigint,
    json: { expected: 'an integer in decimal digits', parse: parseBigint, write: String },
    schema: { type: 'string', pattern: BIGINT.source },
};
