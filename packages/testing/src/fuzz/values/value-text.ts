import { types } from 'node:util';

/** Values of calls, as lines of a file keep them: JSON has neither bigint nor Date nor bytes nor Map. */
interface Tagged {
    readonly $: 'bigint' | 'date' | 'bytes' | 'map' | 'object';
    readonly v: unknown;
}

/** Makes JSON of a value, which `fromJson` makes the same value of. */
export function toJson(value: unknown): unknown {
    if (typeof value === 'bigint') return tagged('bigint', value.toString());
    if (types.isDate(value)) return tagged('date', value.getTime());
    if (types.isUint8Array(value)) return tagged('bytes', Buffer.from(value).toString('base64'));
    if (types.isMap(value))
        return tagged(
            'map',
            Array.from(value, ([key, one]) => [key, toJson(one)]),
        );
    if (Array.isArray(value)) return value.map(toJson);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([key, one]): [string, unknown] => [key, toJson(one)]);
    // As entries, where a member's name is ours or would set the prototype.
    const isPlain = entries.every(([key]) => key !== '$' && key !== '__proto__');
    return isPlain ? Object.fromEntries(entries) : tagged('object', entries);
}

/** Makes the value of what `toJson` wrote. */
export function fromJson(json: unknown): unknown {
    if (Array.isArray(json)) return json.map(fromJson);
    if (typeof json !== 'object' || json === null) return json;
    if ('$' in json) return untagged(json as Tagged); // members of that name are written otherwise
    return Object.fromEntries(Object.entries(json).map(([key, one]) => [key, fromJson(one)]));
}

function tagged(tag: Tagged['$'], value: unknown): Tagged {
    return { $: tag, v: value };
}

function untagged({ $: tag, v }: Tagged): unknown {
    if (tag === 'bigint') return BigInt(String(v));
    if (tag === 'date') return new Date(Number(v));
    if (tag === 'bytes') return Buffer.from(String(v), 'base64');
    const entries = (v as [string, unknown][]).map(([key, one]): [string, unknown] => [key, fromJson(one)]);
    return tag === 'map' ? new Map(entries) : Object.fromEntries(entries);
}

/** A value as an author writes it in TypeScript. */
export function toSource(value: unknown): string {
    if (typeof value === 'bigint') return `${value}n`;
    if (typeof value === 'string') return textSource(value);
    if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
    if (typeof value === 'boolean') return String(value);
    if (typeof value === 'object' && value !== null) return objectSource(value);
    return value === null ? 'null' : 'undefined';
}

function objectSource(value: object): string {
    if (types.isDate(value)) return `new Date('${value.toISOString()}')`;
    if (types.isUint8Array(value)) return `Buffer.from('${Buffer.from(value).toString('hex')}', 'hex')`;
    if (types.isMap(value))
        return `new Map([${Array.from(value, ([key, one]) => `[${toSource(key)}, ${toSource(one)}]`).join(', ')}])`;
    if (Array.isArray(value)) return `[${value.map(toSource).join(', ')}]`;
    const members = Object.entries(value).map(([key, one]) => `${nameSource(key)}: ${toSource(one)}`);
    return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

/** What cannot be seen is written by its number. */
function textSource(text: string): string {
    const escaped = JSON.stringify(text)
        .slice(1, -1)
        .replaceAll('\\"', '"')
        .replaceAll("'", String.raw`\'`)
        .replace(/[\u007f-\u{10ffff}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
    return `'${escaped}'`;
}

function nameSource(name: string): string {
    if (name === '__proto__') return "['__proto__']";
    return /^[A-Za-z_$][\w$]*$/.test(name) ? name : textSource(name);
}
