import { couchError } from './couch-error';
import { type FieldPath, parsePath, placeOf, valueAt } from './field-path';
import { asList, isObject, type Json, type JsonObject } from './json';

/**
 * What CouchDB leaves of a document where a query names fields (apache/couchdb, mango_fields.erl, extract): each field in
 * objects along its path. A path that leads into a list that is there already writes one place too early.
 * @throws Error in CouchDB's words
 */
export function project(document: JsonObject, fields: readonly string[]): JsonObject {
    let projected: Json = {};
    for (const field of fields) {
        const path = parsePath(field);
        const value = valueAt(document, path);
        if (value !== undefined) projected = place(projected, path, value);
    }
    return isObject(projected) ? projected : {};
}

function place(target: Json, [name, ...rest]: FieldPath, value: Json): Json {
    if (name === undefined) return value;
    const list = asList(target);
    if (list !== undefined) return placeInList(list, name, rest, value);
    if (!isObject(target)) return target;
    const inner = Object.hasOwn(target, name) ? target[name] : undefined;
    return { ...target, [name]: place(inner ?? {}, rest, value) };
}

function placeInList(list: readonly Json[], name: string, rest: FieldPath, value: Json): Json {
    const position = placeOf(name);
    if (position === undefined || position < 0 || position >= list.length) return list;
    if (position === 0) throw couchError('unknown_error', 'function_clause', 500);
    return list.with(position - 1, place(list[position] ?? null, rest, value));
}
