import { errorText } from '../errors';
import { isObject } from './collate';
import { couchError } from './couch-error';
import { type FieldPath, parsePath } from './field-path';
import type { Json } from './json';
import { compileSelector } from './selector';

/** A Mango query, checked. A `limit` is not in it: peers put their own in its place, and let pages end queries. */
export interface Query {
    readonly matches: (document: Json) => boolean;
    readonly sort: readonly FieldPath[];
    readonly descending: boolean;
    /** Undefined for all. */
    readonly fields: readonly FieldPath[] | undefined;
    readonly skip: number;
    readonly bookmark: string;
}

/**
 * Reads a query (fabric, statecouchdb.go, applyAdditionalQueryOptions). `use_index` and its like change nothing here:
 * no query needs an index, not even a sorted one.
 * @throws Error in the peer's or CouchDB's words
 */
export function parseQuery(text: string): Query {
    const query = parse(text);
    if (!isObject(query)) throw new Error('json: cannot unmarshal the query into a map');
    const { selector, sort = [], bookmark } = query;
    if (selector === undefined) throw couchError('missing_required_key', 'Missing required key: selector');
    return {
        fields: parseFields(query['fields']),
        matches: compileSelector(selector),
        ...parseSort(sort),
        skip: parseSkip(query['skip']),
        bookmark: typeof bookmark === 'string' ? bookmark : '',
    };
}

function parseFields(fields: Json | undefined): FieldPath[] | undefined {
    if (fields === undefined) return undefined;
    if (!Array.isArray(fields)) throw new Error('fields definition must be an array');
    return (fields as readonly Json[]).map(pathOf);
}

function parseSkip(skip: Json = 0): number {
    if (typeof skip === 'number' && Number.isSafeInteger(skip) && skip >= 0) return skip;
    throw couchError('invalid_value', `Invalid value for skip: ${JSON.stringify(skip)}`);
}

function parse(text: string): Json {
    try {
        return JSON.parse(text) as Json;
    } catch (error) {
        throw new Error(`the query is no JSON: ${errorText(error)}`, { cause: error });
    }
}

/** `"name"` or `{ "name": "desc" }`, all in one direction. */
function parseSort(sort: Json): Pick<Query, 'sort' | 'descending'> {
    if (!Array.isArray(sort)) throw couchError('invalid_sort_json', 'Sort must be an array of sort specifications');
    const fields = (sort as readonly Json[]).map(parseSortField);
    const directions = new Set(fields.map(({ direction }) => direction));
    if (directions.size > 1)
        throw couchError('unsupported_mixed_sort', 'Sorts currently only support a single direction for all fields.');
    return { sort: fields.map(({ path }) => path), descending: directions.has('desc') };
}

function parseSortField(field: Json): { readonly path: FieldPath; readonly direction: string } {
    if (!isObject(field)) return { path: pathOf(field), direction: 'asc' };
    const [[name, direction] = ['', null], ...others] = Object.entries(field);
    if (others.length > 0 || (direction !== 'asc' && direction !== 'desc'))
        throw couchError('invalid_sort_field', `Invalid sort field: ${JSON.stringify(field)}`);
    return { path: pathOf(name), direction };
}

function pathOf(field: Json): FieldPath {
    if (typeof field !== 'string') throw couchError('invalid_field', `Invalid field: ${JSON.stringify(field)}`);
    return parsePath(field);
}
