import type { ArgumentReader } from '../arguments/argument-reader';
import { ValueReaders } from '../arguments/value-reader';
import type { TypeSpec } from '../evidence/type-spec';
import { ContractError, refusal } from '../failures/contract-error';
import { ContractDefinitionError } from '../failures/definition-error';
import { Failures, quote } from '../failures/failures';
import { canonicalJson } from '../json/canonical-json';
import { ClassCompilation } from '../value-types/class-compilation';
import { explicitType } from '../value-types/explicit';
import { specKey } from '../value-types/spec-key';
import { stateReader } from './state-reader';

const PLACE = { parent: undefined, key: 'state' };

/** A chaincode has some dozens of types. Specs that are made up as it goes must not fill the memory. */
const KEPT_READERS = 1_000;
const readersBySpec = new Map<string, ArgumentReader>();

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
    const value = readerOf(spec)(bytes, PLACE, failures);
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

/** Types are compiled when they are first used, and kept by what their specs say. */
function readerOf(spec: TypeSpec): ArgumentReader {
    const key = specKey(spec);
    const known = readersBySpec.get(key);
    if (known !== undefined) return known;
    const compilation = new ClassCompilation();
    const type = explicitType(spec, 'ctx.deserialize', compilation);
    if (type === undefined || compilation.mistakes.length > 0) throw new ContractDefinitionError(compilation.mistakes);
    const [oldest] = readersBySpec.keys();
    if (readersBySpec.size >= KEPT_READERS && oldest !== undefined) readersBySpec.delete(oldest);
    const reader = stateReader(type, new ValueReaders());
    readersBySpec.set(key, reader);
    return reader;
}
