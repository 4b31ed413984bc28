import { ValueReaders } from '../arguments/value-reader';
import type { TypeSpec } from '../evidence/type-spec';
import { ContractError, refusal } from '../failures/contract-error';
import { Failures, quote } from '../failures/failures';
import { canonicalJson } from '../json/canonical-json';
import { SpecReaders } from './spec-readers';
import { stateReader } from './state-reader';

const PLACE = { parent: undefined, key: 'state' };

const stateReaders = new SpecReaders('ctx.deserialize', (type) => stateReader(type, new ValueReaders()));

/** The bytes of a value for the ledger: see Context.serialize. */
export function serializeState(value: unknown): Buffer {
    const failures = new Failures();
    const json = canonicalJson(value, failures, PLACE);
    if (failures.count > 0) throw refusal('INVALID_STATE', failures, 500);
    return Buffer.from(json);
}

/**
 * A value of bytes from the ledger: see Context.deserialize.
 * @param keysOf the keys that the bytes may be the value of, for errors
 */
export function deserializeState(
    spec: TypeSpec,
    bytes: Uint8Array,
    keysOf: (bytes: Uint8Array) => readonly string[] = () => [],
): unknown {
    if (bytes.length === 0) throw new ContractError('INVALID_STATE', sayMissing(keysOf(bytes)), { status: 500 });
    const failures = new Failures();
    const value = stateReaders.of(spec)(bytes, PLACE, failures);
    if (failures.count === 0) return value;
    const { code, message, status, details } = refusal('INVALID_STATE', failures, 500);
    const keys = keysOf(bytes);
    const about = keys.length === 0 ? '' : `the value of ${quoteAll(keys)}: `;
    throw new ContractError(code, `${about}${message}`, { status, details });
}

/** The ledger has no empty values. */
function sayMissing(keys: readonly string[]): string {
    const what =
        keys.length === 0 ? 'its key does not exist, or was deleted' : `the key ${quoteAll(keys)} does not exist`;
    return `there is no value, for ${what}: look at its length before you deserialize it`;
}

function quoteAll(keys: readonly string[]): string {
    return keys.map(quote).join(' or ');
}
