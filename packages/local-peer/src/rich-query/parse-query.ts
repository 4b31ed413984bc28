import { errorText } from '../errors';
import { couchError } from './couch-error';
import { erlangTerm } from './erlang-term';
import { parseSort, refuseUnknown, type Sort } from './index-definition';
import { asList, isObject, isWhole, type Json, type JsonObject } from './json';
import { readJson } from './read-json';
import { parseSelector, type Selector } from './selector';

/** A Mango query, checked. A `limit` is not in it: peers put their own in its place, and let pages end queries. */
export interface Query {
    readonly selector: Selector;
    readonly sort: Sort;
    /** Undefined for all. */
    readonly fields: readonly string[] | undefined;
    readonly skip: number;
    /** Undefined for none. */
    readonly bookmark: string | undefined;
    /** A design document, and the name of an index in it, or neither. */
    readonly useIndex: readonly string[];
    /** Whether another index will do. */
    readonly allowFallback: boolean;
    /** Whether a part of the database is meant, of which a peer's has none. */
    readonly isPartitioned: boolean;
}

/** What CouchDB knows, in the order in which it looks at it (apache/couchdb, mango_opts.erl). */
const CHECKS: Readonly<Record<string, (value: Json) => void>> = {
    selector: parseSelector,
    use_index: parseUseIndex,
    bookmark: parseBookmark,
    limit: () => undefined,
    skip: parseSkip,
    sort: parseSort,
    fields: parseFields,
    partition: () => undefined,
    r: checkPositive,
    conflicts: checkBoolean,
    stale: checkStale,
    update: checkBoolean,
    stable: checkBoolean,
    execution_stats: checkBoolean,
    allow_fallback: checkBoolean,
};

/**
 * Reads a query (fabric, statecouchdb.go, applyAdditionalQueryOptions).
 * @throws Error in the peer's or CouchDB's words
 */
export function parseQuery(text: string): Query {
    const query = parse(text);
    if (!isObject(query)) throw new Error('json: cannot unmarshal the query into a map');
    if (query['fields'] !== undefined && !Array.isArray(query['fields']))
        throw new Error('fields definition must be an array');
    if (query['selector'] === undefined) throw couchError('missing_required_key', 'Missing required key: selector');
    for (const [name, check] of Object.entries(CHECKS)) if (query[name] !== undefined) check(query[name]);
    refuseUnknown(query, new Set(Object.keys(CHECKS)));
    return toQuery(query);
}

function toQuery(query: JsonObject): Query {
    const { selector = {}, use_index: index, bookmark, skip, sort, fields, partition } = query;
    const { allow_fallback: fallback } = query;
    return {
        selector: parseSelector(selector),
        sort: parseSort(sort ?? []),
        fields: fields === undefined ? undefined : parseFields(fields),
        skip: parseSkip(skip ?? 0),
        bookmark: parseBookmark(bookmark ?? null),
        useIndex: parseUseIndex(index ?? null),
        allowFallback: fallback !== false,
        isPartitioned: partition !== undefined && partition !== '',
    };
}

function parse(text: string): Json {
    try {
        return readJson(text);
    } catch (error) {
        throw new Error(`the query is no JSON: ${errorText(error)}`, { cause: error });
    }
}

function parseUseIndex(value: Json): readonly string[] {
    if (value === null) return [];
    if (typeof value === 'string') {
        const [first, ...others] = value.split('/');
        const names = first === '_design' && others.length > 0 ? others : [first ?? '', ...others];
        if (names.length <= 2) return names;
    }
    const list = asList(value);
    if (list !== undefined && list.length <= 2 && list.every((name) => typeof name === 'string')) return list;
    throw couchError('invalid_index_name', `Invalid index name: ${erlangTerm(value)}`);
}

function parseBookmark(value: Json): string | undefined {
    if (value === null || value === '') return undefined;
    if (typeof value === 'string') return value;
    throw unknown('mango_opts', `{invalid_bookmark,${erlangTerm(value)}}`);
}

function parseSkip(value: Json): number {
    if (isWhole(value) && value >= 0) return Number(value);
    const text = `${erlangTerm(value)} is not an integer greater than or equal to zero`;
    throw couchError('invalid_non_neg_integer', text);
}

/** A name that CouchDB cannot follow is not looked at before a document is found. */
function parseFields(value: Json): readonly string[] {
    return (asList(value) ?? []).map((field) => {
        if (typeof field === 'string') return field;
        throw couchError('invalid_field', `Invalid JSON for field spec: ${erlangTerm(field)}`);
    });
}

function checkPositive(value: Json): void {
    if (isWhole(value) && value > 0) return;
    throw couchError('invalid_pos_integer', `${erlangTerm(value)} is not an integer greater than zero`);
}

function checkBoolean(value: Json): void {
    if (typeof value !== 'boolean') throw couchError('invalid_boolean', `Invalid boolean value: ${erlangTerm(value)}`);
}

function checkStale(value: Json): void {
    if (value === 'ok' || value === 'false' || value === false) return;
    throw unknown('mango_opts', `{invalid_ok_or_false_value,${erlangTerm(value)}}`);
}

function unknown(module: string, reason: string): Error {
    return couchError('unknown_error', `Unknown Error: ${module} :: ${reason}`, 500);
}
