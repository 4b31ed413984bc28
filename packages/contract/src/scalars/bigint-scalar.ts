import type { Parsed, TextScalar, Unwritable } from './scalar';

const BIGINT = /^(0|-?[1-9][0-9]*)$/;
/** Converting decimal digits takes more than linear time, and no ledger needs more of them. */
const LONGEST = 1_000;

const TOO_LONG = `an integer of at most ${LONGEST} digits`;

/** Parses decimal digits, without leading zeros, so that a number has one text only. */
function parseBigint(text: string): Parsed<bigint> {
    if (text.length > LONGEST) return { expected: TOO_LONG };
    return BIGINT.test(text) ? { value: BigInt(text) } : { expected: 'an integer in decimal digits' };
}

/** What could not be read again is not written. */
function writeBigint(value: bigint): string | Unwritable {
    const text = String(value);
    return text.length > LONGEST ? { problem: `is not ${TOO_LONG}` } : text;
}

/** An integer of up to a thousand digits. */
export const bigintScalar: TextScalar<bigint> = {
    names: ['bigint'],
    constructors: [BigInt],
    validators: [],
    is: (value) => typeof value === 'bigint',
    parse: parseBigint,
    json: { expected: 'an integer in decimal digits', parse: parseBigint, write: writeBigint },
    schema: { type: 'string', pattern: BIGINT.source },
};
