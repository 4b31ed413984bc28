import { isObject } from './collate';
import type { Json } from './json';

/** States as CouchDB's documents (fabric, statecouchdb/couchdoc_conv.go). */

/** A value that is a JSON object is a document; any other one hangs on an empty document. */
export function documentOf(value: Buffer): Readonly<Record<string, Json>> | undefined {
    // Nothing else can be an object, and most other values are told by their first byte.
    if (!/^\s*\{/.test(value.toString('latin1', 0, 64))) return undefined;
    try {
        const parsed = JSON.parse(value.toString()) as Json;
        return isObject(parsed) ? parsed : undefined;
    } catch {
        return undefined;
    }
}

/** @throws Error in the peer's words where CouchDB cannot store it */
export function checkDocument(key: string, value: Buffer): void {
    if (key.startsWith('_')) throw new Error(`invalid key [${key}], cannot begin with "_"`);
    if (key === '') throw new Error('invalid key. Empty string is not supported as a key by couchdb');
    const reserved = Object.keys(documentOf(value) ?? {}).find((name) => name === '~version' || name.startsWith('_'));
    if (reserved !== undefined) throw new Error(`field [${reserved}] is not valid for the CouchDB state database`);
}
