import { types } from 'node:util';
import { refusal } from '../failures/contract-error';
import { Failures, type Place } from '../failures/failures';
import { canonicalJson } from '../json/canonical-json';
import { isTextScalar } from '../scalars/scalars';
import type { ValueType } from '../value-types/value-type';
import type { ValueCheckers } from './value-checker';

/**
 * Makes the payload of what a transaction returned: texts, numbers, booleans, bigints and dates bare, bytes unchanged,
 * nothing for `undefined`, and canonical JSON for the rest.
 * @throws ContractError INVALID_RESULT, status 500, for what is not of the declared type or cannot be represented
 */
export type ResultWriter = (result: unknown) => Uint8Array | string;

const PLACE = { parent: undefined, key: 'result' };
const NO_BYTES = new Uint8Array(0);

/** @param type undefined where it is not declared: the value alone decides then */
export function resultWriter(type: ValueType | undefined, checkers: ValueCheckers): ResultWriter {
    if (type === undefined) return writeResult;
    const check = checkers.of(type);
    return (result) => {
        const failures = new Failures();
        check(result, undefined, 'result', failures);
        if (failures.count > 0) throw refusal('INVALID_RESULT', failures, 500);
        return writeResult(result);
    };
}

/** Writes a result by what it is, without a declared type. */
export function writeResult(result: unknown): Uint8Array | string {
    const failures = new Failures();
    const written = writeValue(result, PLACE, failures);
    if (failures.count > 0) throw refusal('INVALID_RESULT', failures, 500);
    return written;
}

/** The form of results, and of arguments; of no use if there are failures. */
export function writeValue(value: unknown, place: Place, failures: Failures): Uint8Array | string {
    if (value === undefined) return NO_BYTES;
    if (types.isUint8Array(value)) return value;
    const json = canonicalJson(value, failures, place);
    if (failures.count > 0) return NO_BYTES;
    // What JSON has in a string stands without quotes at the top, if it is not an object's toJSON that made the string.
    if (!json.startsWith('"')) return json;
    if (typeof value === 'string') return value;
    return isTextScalar(value) ? json.slice(1, -1) : json;
}
