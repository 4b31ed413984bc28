import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { couchError } from './couch-error';
import { erlangText } from './erlang-term';
import { parsePath } from './field-path';
import { asList, isObject, type Json } from './json';
import { readJson } from './read-json';
import { parseSelector, type Selector } from './selector';

/** A file of a chaincode package below META-INF, which tells CouchDB of an index. */
export interface IndexFile {
    /** `META-INF/statedb/couchdb/indexes/owner.json`, or `META-INF/statedb/couchdb/collections/COLLECTION/indexes/owner.json`. */
    readonly name: string;
    /** `{ "index": { "fields": ["owner"] }, "ddoc": "owner", "name": "owner", "type": "json" }`. */
    readonly content: string;
}

/** An index of CouchDB: documents that have all of its fields, in the order of these. */
export interface Index {
    /** The design document that it is in, with `_design/`. */
    readonly ddoc: string;
    readonly name: string;
    readonly columns: readonly string[];
    /** What a document has to fulfil besides; such an index is used by queries only that name it. */
    readonly partial: Selector | undefined;
}

/** A chaincode's indexes: those of its state under the empty name, those of private data under their collection's. */
export type Indexes = ReadonlyMap<string, readonly Index[]>;

const INDEX_FILE = /^META-INF\/statedb\/couchdb\/(?:collections\/([^/]+)\/)?indexes\/.+\.json$/;

/**
 * Reads index files as a peer deploys them: in the order of their names; the later one of two that have the same design
 * document and name counts, and one that CouchDB does not take makes no index.
 * @param onInvalid is told of a file that makes none
 */
export function parseIndexes(
    files: readonly IndexFile[],
    onInvalid: (file: string, reason: string) => void = () => undefined,
): Indexes {
    const indexes = new Map<string, Index[]>();
    for (const { name, content } of [...files].sort((left, right) => (left.name < right.name ? -1 : 1))) {
        const match = INDEX_FILE.exec(name);
        if (match === null) continue;
        const collection = match[1] ?? '';
        try {
            const index = parseIndex(readJson(content), name);
            const others = indexes.get(collection)?.filter((one) => one.ddoc !== index.ddoc || one.name !== index.name);
            indexes.set(collection, [...(others ?? []), index]);
        } catch (error) {
            onInvalid(name, (error as Error).message);
        }
    }
    return indexes;
}

/** Reads a package's index files. @param folder the package's, in which META-INF is */
export function readIndexFiles(folder: string): IndexFile[] {
    const root = join(folder, 'META-INF', 'statedb', 'couchdb');
    if (statSync(root, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
    return readdirSync(root, { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.json'))
        .map((path) => ({
            name: `META-INF/statedb/couchdb/${path.split(sep).join('/')}`,
            content: readFileSync(join(root, path), 'utf8'),
        }));
}

const FIELDS: ReadonlySet<string> = new Set(['index', 'type', 'name', 'ddoc', 'w', 'partitioned']);

function parseIndex(file: Json, path: string): Index {
    if (!isObject(file)) throw new Error('JSON format is not valid');
    refuseUnknown(file, FIELDS);
    const { index, ddoc = path, name = path, type = 'json' } = file;
    if (index === undefined) throw couchError('missing_required_key', 'Missing required key: index');
    if (type !== 'json') throw couchError('invalid_index', `Invalid type for index: ${erlangText(type)}`);
    return { ddoc: designDocument(ddoc), name: requireText(name), ...parseDefinition(index) };
}

const DEFINITION: ReadonlySet<string> = new Set(['fields', 'partial_filter_selector']);

function parseDefinition(index: Json): Pick<Index, 'columns' | 'partial'> {
    if (!isObject(index)) throw couchError('invalid_index', 'JSON indexes must be an object');
    refuseUnknown(index, DEFINITION);
    const { fields, partial_filter_selector: filter = {} } = index;
    if (fields === undefined) throw couchError('missing_required_key', 'Missing required key: fields');
    const partial = parseSelector(filter);
    const columns = parseSort(fields).fields;
    // CouchDB makes such an index, and fails when it fills it.
    for (const column of columns) parsePath(column);
    return { columns, partial: partial.kind === 'everything' ? undefined : partial };
}

function designDocument(ddoc: Json): string {
    const text = requireText(ddoc);
    return text.startsWith('_design/') ? text : `_design/${text}`;
}

function requireText(value: Json): string {
    if (typeof value !== 'string') throw couchError('invalid_string', `Invalid string: ${erlangText(value)}`);
    if (value === '') throw couchError('invalid_empty_string', 'Index name or ddoc cannot be empty string');
    return value;
}

export function refuseUnknown(object: Readonly<Record<string, Json>>, known: ReadonlySet<string>): void {
    const [unknown] = Object.keys(object)
        .sort()
        .filter((name) => !known.has(name));
    if (unknown !== undefined) throw couchError('invalid_key', `Invalid key ${unknown} for this request.`);
}

/** Fields in an order, all in one direction. */
export interface Sort {
    readonly fields: readonly string[];
    readonly descending: boolean;
}

/** `"name"` or `{ "name": "desc" }`, all in one direction (apache/couchdb, mango_sort.erl). */
export function parseSort(sort: Json): Sort {
    const list = asList(sort);
    if (list === undefined)
        throw couchError('invalid_sort_json', `Sort must be an array of sort specs, not: ${erlangText(sort)}`);
    const fields = list.map(parseSortField);
    const directions = new Set(fields.map(({ direction }) => direction));
    if (directions.size > 1)
        throw couchError('unsupported_mixed_sort', 'Sorts currently only support a single direction for all fields.');
    return { fields: fields.map(({ name }) => name), descending: directions.has('desc') };
}

function parseSortField(field: Json): { readonly name: string; readonly direction: string } {
    if (typeof field === 'string' && field !== '') return { name: field, direction: 'asc' };
    const [[name, direction] = ['', null], ...others] = isObject(field) ? Object.entries(field) : [];
    if (others.length > 0 || (direction !== 'asc' && direction !== 'desc'))
        throw couchError('invalid_sort_field', `Invalid sort field: ${erlangText(field)}`);
    return { name, direction };
}
