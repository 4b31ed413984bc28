import { error, type Finding, warning } from '../reporting/finding';
import { reasonOf } from '../reporting/reason-of';

/** A JSON file, or what could be read of it. */
export interface JsonObject {
    readonly fields: Readonly<Record<string, unknown>>;
    readonly findings: readonly Finding[];
}

/** Far above what connections, with bundles of certificates, and indexes need. */
const MAX_BYTES = 1024 * 1024;

/**
 * Reads a JSON object whose fields are known. Go takes fields in any case of letters, and people and builders do not: such
 * a field is found, under its right name, and reported.
 *
 * @param known names of fields
 */
export function readJsonObject(file: string, bytes: Uint8Array, known: readonly string[]): JsonObject | Finding {
    if (bytes.length > MAX_BYTES) return error(file, `has more than ${MAX_BYTES} bytes`, 'keep to what peers need');
    const text = Buffer.from(bytes).toString('utf8');
    if (text.startsWith('\ufeff')) {
        return error(file, 'begins with a byte order mark, which is no JSON', 'save it as UTF-8 without one');
    }
    let value: unknown;
    try {
        value = JSON.parse(text);
    } catch (thrown) {
        return error(file, `is no JSON (${reasonOf(thrown)})`, 'correct it');
    }
    if (!isRecord(value)) {
        return error(file, 'is no JSON object', 'put its fields in braces');
    }
    return renameFields(file, value, known);
}

function renameFields(file: string, value: object, known: readonly string[]): JsonObject {
    const findings: Finding[] = [];
    const fields = new Map<string, unknown>();
    for (const [name, field] of Object.entries(value)) {
        const right = known.find((candidate) => candidate === name.toLowerCase());
        const where = `${file}: ${JSON.stringify(name)}`;
        if (right === undefined) findings.push(warning(where, 'means nothing to a peer', 'take it away'));
        else if (right !== name) findings.push(error(where, `is not how it is written`, `call it "${right}"`));
        fields.set(right ?? name, field);
    }
    return { fields: Object.fromEntries(fields), findings };
}

/** Whether a value of JSON is an object, and no list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isFinding(value: object): value is Finding {
    return 'severity' in value;
}
