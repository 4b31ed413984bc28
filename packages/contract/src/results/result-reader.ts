import type { ArgumentReader } from '../arguments/argument-reader';
import { refusal } from '../failures/contract-error';
import { Failures } from '../failures/failures';

/**
 * Makes the value that a transaction returned of its payload, for its caller.
 * @throws ContractError INVALID_RESULT, status 500, for bytes that are not of the declared type
 */
export type ResultReader = (payload: Uint8Array) => unknown;

const PLACE = { parent: undefined, key: 'result' };

/** @param read how arguments of the result's type are read: both have the same forms */
export function resultReader(read: ArgumentReader): ResultReader {
    return (payload) => {
        const failures = new Failures();
        const value = read(payload, PLACE, failures);
        if (failures.count > 0) throw refusal('INVALID_RESULT', failures, 500);
        return value;
    };
}
