import { ContractError, refusal } from '../failures/contract-error';
import { Failures } from '../failures/failures';
import { writeValue } from './result-writer';

/**
 * Makes an argument of a value, in the form in which transactions read it: texts, numbers, booleans, bigints and dates
 * bare, bytes unchanged, canonical JSON for the rest. For programs that call contracts from TypeScript.
 * @param name of the parameter, for errors
 * @throws ContractError VALIDATION_FAILED for `undefined`, and, with the path, for what JSON cannot represent
 */
export function encodeArgument(value: unknown, name = 'argument'): Uint8Array | string {
    if (value === undefined)
        throw new ContractError('VALIDATION_FAILED', `${name} is undefined: leave it out, and all arguments after it`);
    const failures = new Failures();
    const encoded = writeValue(value, { parent: undefined, key: name }, failures);
    if (failures.count > 0) throw refusal('VALIDATION_FAILED', failures, 400);
    return encoded;
}
