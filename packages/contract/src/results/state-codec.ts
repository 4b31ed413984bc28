import { ValueReaders } from '../arguments/value-reader';
import type { TypeSpec } from '../evidence/type-spec';
import { refusal } from '../failures/contract-error';
import { Failures } from '../failures/failures';
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

/** A value of bytes from the ledger: see Context.deserialize. */
export function deserializeState(spec: TypeSpec, bytes: Uint8Array): unknown {
    const failures = new Failures();
    const value = stateReaders.of(spec)(bytes, PLACE, failures);
    if (failures.count > 0) throw refusal('INVALID_STATE', failures, 500);
    return value;
}
