import { couchError } from './couch-error';
import { asList, isObject, type Json } from './json';

/** A field by the names on the way to it. */
export type FieldPath = readonly string[];

/**
 * Dots lead into objects; a dot behind a backslash is part of a name, and no backslash is (mango_util.erl, parse_field).
 * @throws Error in CouchDB's words where a name is empty
 */
export function parsePath(field: string): FieldPath {
    const path = field.split(/(?<!\\)\./);
    if (path.includes('')) throw couchError('invalid_field_name', `Invalid field name: ${field}`);
    return path.map((name) => name.replaceAll('\\', ''));
}

/** What is at the end of a path, or why there is nothing: a name that is missing, or a value that has no names. */
export type Lookup = { readonly found: Json } | 'missing' | 'no path';

/** Follows a path; a number leads into a list (apache/couchdb, mango_doc.erl, get_field). */
export function lookUp(document: Json, path: FieldPath): Lookup {
    let value = document;
    for (const name of path) {
        const list = asList(value);
        const next = list === undefined ? propertyOf(value, name) : elementAt(list, name);
        if (typeof next === 'string') return next;
        value = next.found;
    }
    return { found: value };
}

/** What is at the end of a path; undefined where there is nothing. */
export function valueAt(document: Json, path: FieldPath): Json | undefined {
    const value = lookUp(document, path);
    return typeof value === 'string' ? undefined : value.found;
}

function propertyOf(value: Json, name: string): Lookup {
    if (!isObject(value)) return 'no path';
    const found = Object.hasOwn(value, name) ? value[name] : undefined;
    return found === undefined ? 'missing' : { found };
}

/** A place past a list's end is not a path at all. */
function elementAt(list: readonly Json[], name: string): Lookup {
    const found = list[placeOf(name) ?? -1];
    return found === undefined ? 'no path' : { found };
}

/** The place in a list that a name means, as Erlang reads whole numbers. */
export function placeOf(name: string): number | undefined {
    return /^[+-]?\d+$/.test(name) ? Number(name) : undefined;
}
