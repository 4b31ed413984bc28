import { createHash } from 'node:crypto';
import type { StateEntry } from '../ledger/ledger-store';
import { encodeDocumentVersion } from './document-version';
import { canonicalJson, isObject, type Json, type JsonObject, WholeFloat } from './json';

/**
 * States as CouchDB's documents (fabric, statecouchdb/couchdoc_conv.go). A value that is a JSON object is a document, which
 * Go and CouchDB write anew; any other one hangs on an empty document, as it is.
 */

/** A value as a document. */
export interface StoredValue {
    readonly fields: JsonObject;
    /** Whether the value hangs on the document, and is given back as it was put. */
    readonly isAttached: boolean;
}

/** In which the bytes of a value hang on a document. */
const ATTACHMENT = 'valueBytes';
const NO_FIELDS: JsonObject = {};
const ATTACHED: StoredValue = { fields: NO_FIELDS, isAttached: true };

/** Reads a value as a peer does. */
export function storedValue(value: Buffer): StoredValue {
    // Nothing else can be an object, and most other values are told by their first byte.
    if (!beginsAsObject(value)) return ATTACHED;
    let parsed: Json;
    try {
        parsed = JSON.parse(value.toString()) as Json;
    } catch {
        return ATTACHED;
    }
    let isAttached = false;
    // A number that is too large for Go is no value, and the value is no JSON for it; the other fields stay on the document.
    const fields = normalize(parsed, () => (isAttached = true));
    return isObject(fields) ? { fields, isAttached } : ATTACHED;
}

const SPACES: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);
const BRACE = 0x7b;

function beginsAsObject(value: Buffer): boolean {
    return value.find((byte) => !SPACES.has(byte)) === BRACE;
}

const FIRST_WITH_EXPONENT = 1e21;
/** CouchDB reads it as 0.0. */
const SMALLEST = Number.MIN_VALUE;

function normalize(value: Json, onTooLarge: () => void): Json {
    if (typeof value === 'number') return normalizeNumber(value, onTooLarge);
    if (typeof value === 'string') return value.toWellFormed();
    if (Array.isArray(value)) return (value as readonly Json[]).map((item) => normalize(item, onTooLarge));
    if (!isObject(value)) return value;
    return Object.fromEntries(
        Object.entries(value).map(([name, inner]) => [name.toWellFormed(), normalize(inner, onTooLarge)]),
    );
}

/** Go reads numbers as floats, and writes whole ones without a fraction. */
function normalizeNumber(value: number, onTooLarge: () => void): Json {
    if (!Number.isFinite(value)) {
        onTooLarge();
        return null;
    }
    if (!Number.isInteger(value)) return Math.abs(value) === SMALLEST ? new WholeFloat(0) : value;
    if (Number.isSafeInteger(value)) return value + 0;
    return Math.abs(value) < FIRST_WITH_EXPONENT ? BigInt(String(value)) : new WholeFloat(value);
}

/** A value as a peer reads it from CouchDB. */
export function valueFromCouch(value: Buffer): Buffer {
    const { fields, isAttached } = storedValue(value);
    return isAttached ? value : Buffer.from(canonicalJson(fields));
}

/** The revision is CouchDB's own; here every document has the same. */
const REVISION = `1-${'0'.repeat(32)}`;

/** The whole document of a state, with what peer and CouchDB add to it. */
export function documentOf(entry: StateEntry, { fields, isAttached }: StoredValue): JsonObject {
    const document = { ...fields, _id: entry.key, _rev: REVISION, '~version': encodeDocumentVersion(entry) };
    return isAttached ? { ...document, _attachments: { [ATTACHMENT]: attachmentOf(entry.value) } } : document;
}

function attachmentOf(value: Buffer): JsonObject {
    return {
        content_type: 'application/octet-stream',
        revpos: 1,
        digest: `md5-${createHash('md5').update(value).digest('base64')}`,
        length: value.length,
        stub: true,
    };
}

/** @throws Error in the peer's words where CouchDB cannot store it */
export function checkDocument(key: string, value: Buffer): void {
    if (key.startsWith('_')) throw new Error(`invalid key [${key}], cannot begin with "_"`);
    if (key === '') throw new Error('invalid key. Empty string is not supported as a key by couchdb');
    const { fields, isAttached } = storedValue(value);
    if (isAttached) return;
    const reserved = Object.keys(fields).find((name) => name === '~version' || name.startsWith('_'));
    if (reserved !== undefined) throw new Error(`field [${reserved}] is not valid for the CouchDB state database`);
}
