import { isObject } from './collate';
import type { Json } from './json';

/** A field by the names on the way to it. */
export type FieldPath = readonly string[];

/** Dots lead into objects; `\.` is a dot in a name. */
export function parsePath(field: string): FieldPath {
    return field.split(/(?<!\\)\./).map((name) => name.replaceAll('\\.', '.'));
}

/** What is at the end of a path, or why there is nothing: a name that is missing, or a value that has no names. */
export type Lookup = { readonly found: Json } | 'missing' | 'no path';

/** Follows a path; a number leads into a list (apache/couchdb, mango_doc.erl, get_field). */
export function lookUp(document: Json, path: FieldPath): Lookup {
    let value = document;
    for (const name of path) {
        const next = Array.isArray(value) ? elementAt(value as readonly Json[], name) : propertyOf(value, name);
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
    if (!/^\d+$/.test(name)) return 'no path';
    const found = list[Number(name)];
    return found === undefined ? 'no path' : { found };
}
