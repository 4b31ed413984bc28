import { isUtf8 } from 'node:buffer';
import type { Failures, Place } from '../failures/failures';
import { JsonSyntaxError, readJson } from '../json/json-reader';
import type { Parsed } from '../scalars/scalar';
import { typeName, type ValueType } from '../value-types/value-type';
import { refuse, REFUSED, type ValueReaders } from './value-reader';

/** Makes the value of a declared type of an argument's bytes, or REFUSED. */
export type ArgumentReader = (bytes: Uint8Array, place: Place, failures: Failures) => unknown;

/** How a type is read at the top, where texts and numbers stand bare and everything structured is JSON. */
export function argumentReader(type: ValueType, readers: ValueReaders): ArgumentReader {
    if (type.kind === 'scalar') return type.scalar.parse === undefined ? asBuffer : textReader(type.scalar.parse);
    if (type.kind === 'enum') return bareEnumReader(type);
    if (type.kind === 'nullable') return nullableArgumentReader(argumentReader(type.value, readers));
    return jsonReader(type, readers);
}

function asBuffer(bytes: Uint8Array): Buffer {
    return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function textReader(parse: (text: string) => Parsed<unknown>): ArgumentReader {
    return (bytes, place, failures) => {
        if (!isUtf8(bytes)) return refuse(failures, place, 'UTF-8', asQuotable(bytes));
        const text = asBuffer(bytes).toString();
        const parsed = parse(text);
        return 'value' in parsed ? parsed.value : refuse(failures, place, parsed.expected, text);
    };
}

/** What a message shows of bytes that are not text. */
function asQuotable(bytes: Uint8Array): string {
    return `0x${asBuffer(bytes.subarray(0, 20)).toString('hex')}`;
}

function bareEnumReader(type: ValueType & { kind: 'enum' }): ArgumentReader {
    const byText = new Map(type.values.map((value) => [String(value), value]));
    const expected = `one of ${typeName(type).replaceAll(' | ', ', ')}`;
    return textReader((text) => (byText.has(text) ? { value: byText.get(text) } : { expected }));
}

/** Reads `null`, bare, for no value. */
export function nullableArgumentReader(read: ArgumentReader): ArgumentReader {
    return (bytes, place, failures) =>
        bytes.length === 4 && asBuffer(bytes).toString('latin1') === 'null' ? null : read(bytes, place, failures);
}

function jsonReader(type: ValueType, readers: ValueReaders): ArgumentReader {
    const read = readers.of(type);
    return (bytes, place, failures) => {
        const text = isUtf8(bytes) ? asBuffer(bytes).toString() : undefined;
        if (text === undefined) return refuse(failures, place, 'JSON in UTF-8', asQuotable(bytes));
        if (text === '') return refuse(failures, place, `JSON of ${typeName(type)}`, '');
        try {
            return read(readJson(text), place.parent, place.key, failures);
        } catch (error) {
            if (!(error instanceof JsonSyntaxError)) throw error;
            failures.add(place, `is not acceptable JSON: ${error.message}`, 'json');
            return REFUSED;
        }
    };
}
