import { isUtf8 } from 'node:buffer';
import { type ArgumentReader, argumentReader, nullableArgumentReader } from '../arguments/argument-reader';
import type { ValueReaders } from '../arguments/value-reader';
import { Failures } from '../failures/failures';
import { type Json, JsonSyntaxError, readJson } from '../json/json-reader';
import type { ValueType } from '../value-types/value-type';

const QUOTE = 0x22;

/**
 * How a type is read from the ledger. `ctx.serialize` writes JSON, whatever the type, so what is JSON of the type is read
 * as that. Texts, digits, dates and bytes that an author put there as they are stand bare, as in an argument: where bytes
 * could be either, such as a text in quotes, they are JSON.
 */
export function stateReader(type: ValueType, readers: ValueReaders): ArgumentReader {
    if (type.kind === 'nullable') return nullableArgumentReader(stateReader(type.value, readers));
    const readBare = argumentReader(type, readers);
    // Everything else is JSON in arguments too.
    if (type.kind !== 'scalar' && type.kind !== 'enum') return readBare;
    const read = readers.of(type);
    const mayBeJson = type.kind === 'enum' ? () => true : isQuoted;
    return (bytes, place, failures) => {
        const json = mayBeJson(bytes) ? jsonIn(bytes) : undefined;
        if (json === undefined) return readBare(bytes, place, failures);
        const asJson = new Failures();
        const value = read(json, place.parent, place.key, asJson);
        return asJson.count === 0 ? value : readBare(bytes, place, failures);
    };
}

/** Of scalars, numbers and booleans look the same as JSON and bare. */
function isQuoted(bytes: Uint8Array): boolean {
    return bytes.length >= 2 && bytes[0] === QUOTE && bytes.at(-1) === QUOTE;
}

function jsonIn(bytes: Uint8Array): Json | undefined {
    if (!isUtf8(bytes)) return undefined;
    try {
        return readJson(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString());
    } catch (error) {
        if (error instanceof JsonSyntaxError) return undefined;
        throw error;
    }
}
