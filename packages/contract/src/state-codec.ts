import { argumentReader } from './arguments/argument-reader';
import { Failures } from './arguments/failures';
import { ValueReaders } from './arguments/value-reader';
import { refusal } from './errors';
import { ContractDefinitionError } from './metadata/definition-error';
import { canonicalJson } from './results/canonical-json';
import { Compilation } from './value-types/compilation';
import { explicitType } from './value-types/explicit';
import type { TypeSpec } from './value-types/type-spec';
import type { ValueType } from './value-types/value-type';

interface Compiled {
    readonly type: ValueType;
    readonly readers: ValueReaders;
}

const PLACE = { parent: undefined, key: 'state' };

// Types are compiled when they are first used, and live as long as what they were written as.
const ofObjects = new WeakMap<object, Compiled>();
const ofTexts = new Map<string, Compiled>();

/** The bytes of a value for the ledger: see Context.serialize. */
export function serializeState(value: unknown): Buffer {
    const failures = new Failures();
    const json = canonicalJson(value, failures, PLACE);
    if (failures.count > 0) throw refusal('INVALID_STATE', failures, 500);
    return Buffer.from(json);
}

/** A value of bytes from the ledger: see Context.deserialize. */
export function deserializeState(spec: TypeSpec, bytes: Uint8Array): unknown {
    const { type, readers } = compiled(spec);
    const failures = new Failures();
    const value = argumentReader(type, readers)(bytes, PLACE, failures);
    if (failures.count > 0) throw refusal('INVALID_STATE', failures, 500);
    return value;
}

function compiled(spec: TypeSpec): Compiled {
    if (typeof spec !== 'string')
        return ofObjects.get(spec) ?? ofLiteral(spec) ?? keep<Exclude<TypeSpec, string>>(ofObjects, spec);
    return ofTexts.get(spec) ?? keep(ofTexts, spec);
}

/** `[Asset]` is another array at each call: only what is inside is worth keeping. */
function ofLiteral(spec: TypeSpec): Compiled | undefined {
    if (!Array.isArray(spec) || spec.length !== 1) return undefined;
    const { type, readers } = compiled(spec[0] as TypeSpec); // checked when it is compiled
    return { type: { kind: 'array', element: type }, readers };
}

function keep<K extends TypeSpec>(cache: { set: (key: K, value: Compiled) => unknown }, spec: K): Compiled {
    const compilation = new Compilation();
    const type = explicitType(spec, 'ctx.deserialize', compilation);
    if (type === undefined || compilation.mistakes.length > 0) throw new ContractDefinitionError(compilation.mistakes);
    const made = { type, readers: new ValueReaders() };
    cache.set(spec, made);
    return made;
}
