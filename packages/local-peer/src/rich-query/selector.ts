import { massageSelector, rowFilter } from 'pouchdb-selector-core';
import { isObject } from './collate';
import { couchError } from './couch-error';
import type { Json } from './json';

/** Mango selectors: matching is pouchdb-selector-core's, but for `$beginsWith`, which becomes a `$regex`. */

const OPERATORS = new Set(
    [
        ['$and', '$or', '$nor', '$not', '$all', '$elemMatch', '$allMatch'],
        ['$lt', '$lte', '$eq', '$ne', '$gte', '$gt', '$exists', '$type'],
        ['$in', '$nin', '$size', '$mod', '$regex', '$beginsWith'],
    ].flat(),
);

/** @throws Error in CouchDB's words where an operator is unknown */
export function compileSelector(selector: Json): (document: object) => boolean {
    const rewritten = rewrite(selector);
    if (!isObject(rewritten)) throw couchError('invalid_selector_json', 'Selector must be a JSON object');
    const massaged = massageSelector(rewritten);
    const fields = Object.keys(massaged);
    return (document) => rowFilter(document, massaged, fields);
}

function rewrite(value: Json): Json {
    if (Array.isArray(value)) return value.map(rewrite);
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => rewriteProperty(name, inner)));
}

function rewriteProperty(name: string, value: Json): [string, Json] {
    if (name.startsWith('$') && !OPERATORS.has(name)) throw couchError('invalid_operator', `Invalid operator: ${name}`);
    if (name !== '$beginsWith') return [name, rewrite(value)];
    if (typeof value !== 'string') throw couchError('invalid_operator', 'Invalid argument for $beginsWith');
    return ['$regex', `^${value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`];
}
