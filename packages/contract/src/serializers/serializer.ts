import type { ArgumentReader } from '../arguments/argument-reader';
import { REFUSED, type ValueReaders } from '../arguments/value-reader';
import { refusal } from '../failures/contract-error';
import { Failures } from '../failures/failures';
import { canonicalJson } from '../json/canonical-json';
import { readJson } from '../json/json-reader';
import { schemaOf } from '../metadata/json-schema';
import type { Schema } from '../metadata/schema';
import type { ResultWriter } from '../results/result-writer';
import type { ValueCheckers } from '../results/value-checker';
import type { ValueType } from '../value-types/value-type';

/** An author's own form of arguments and results, as in fabric-contract-api. */
export interface Serializer {
    toBuffer(result: unknown, schema?: Schema, loggerPrefix?: string): Uint8Array | undefined;
    fromBuffer(data: Buffer, schema?: Schema, loggerPrefix?: string): unknown;
}

/** What a contract's module exports as `serializers`: classes by name, and the name of the one to use. */
export interface Serializers {
    readonly transaction: string;
    readonly serializers: Readonly<Record<string, new () => Serializer>>;
}

/** Reads an argument through a serializer; its value is checked as any other is. */
export function serializedReader(
    type: ValueType,
    serializer: Serializer,
    { readers, checkers }: { readonly readers: ValueReaders; readonly checkers: ValueCheckers },
): ArgumentReader {
    const schema = schemaOf(type, ({ kind }) => ({ type: kind === 'class' ? 'object' : kind }));
    const check = checkers.of(type);
    const read = readers.of(type);
    return (bytes, place, failures) => {
        const before = failures.count;
        const value = deserialized(serializer, bytes, schema);
        if (value === REFUSED) failures.add(place, 'cannot be read by the serializer', 'type');
        if (value === REFUSED) return REFUSED;
        if (type.kind === 'scalar') {
            check(value, place.parent, place.key, failures);
            return failures.count === before ? value : REFUSED;
        }
        const json = canonicalJson(value, failures, place);
        return failures.count === before ? read(readJson(json), place.parent, place.key, failures) : REFUSED;
    };
}

function deserialized(serializer: Serializer, bytes: Uint8Array, schema: Schema): unknown {
    try {
        const answer = serializer.fromBuffer(Buffer.from(bytes), schema, '');
        // fabric-contract-api's own answers with the value in an object.
        return isWrapped(answer) ? answer.value : answer;
    } catch {
        // It has no other way to refuse bytes that are not of its form; what it says is not for the client.
        return REFUSED;
    }
}

function isWrapped(answer: unknown): answer is { value: unknown } {
    return typeof answer === 'object' && answer !== null && 'value' in answer && 'jsonForValidation' in answer;
}

/** Writes a result through a serializer, checked first where its type is declared. */
export function serializedWriter(
    type: ValueType | undefined,
    serializer: Serializer,
    checkers: ValueCheckers,
): ResultWriter {
    const schema = type === undefined ? {} : schemaOf(type, () => ({ type: 'object' }));
    const check = type === undefined ? undefined : checkers.of(type);
    return (result) => {
        const failures = new Failures();
        check?.(result, undefined, 'result', failures);
        if (failures.count > 0) throw refusal('INVALID_RESULT', failures, 500);
        return serializer.toBuffer(result, schema, '') ?? new Uint8Array(0);
    };
}
