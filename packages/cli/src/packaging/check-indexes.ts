import type { ArchiveFile } from '../archive/tar-writer';
import { error, type Finding, warning } from '../reporting/finding';
import { findFilterProblem } from './check-partial-filter';
import { isFinding, isRecord, readJsonObject } from './json-object';

/** Where peers look for what their database is to be told. */
export const STATE_DATABASE_FOLDER = 'META-INF/statedb/';

const INDEX = /^META-INF\/statedb\/couchdb\/(?:collections\/([A-Za-z0-9_-]+)\/)?indexes\/.+\.json$/;
const REMEDY =
    'put indexes into META-INF/statedb/couchdb/indexes/NAME.json, ' +
    'or META-INF/statedb/couchdb/collections/COLLECTION/indexes/NAME.json';

/** What an index belongs to: the chaincode's state, or a collection of private data. */
interface Index {
    readonly file: string;
    readonly collection: string | undefined;
    readonly ddoc: unknown;
    readonly name: unknown;
}

/**
 * Finds which files below META-INF/statedb make no CouchDB index, by the rules of fabric, internal/ccmetadata/validators.go,
 * and CouchDB's own. A peer says so in its log alone, and the queries that need the index become slow, or fail.
 *
 * @param collections names of the chaincode's collections; undefined if they are not known
 */
export function checkIndexes(files: readonly ArchiveFile[], collections: ReadonlySet<string> | undefined): Finding[] {
    const findings: Finding[] = [];
    const indexes = new Map<string, Index>();
    for (const file of files) {
        const index = readIndex(file, findings);
        if (index === undefined) continue;
        const { collection, name, ddoc } = index;
        findings.push(...checkCollection(index, collections));
        const key = JSON.stringify([collection, ddoc, name]);
        const other = name === undefined ? undefined : indexes.get(key);
        if (other !== undefined) findings.push(replaced(other, index));
        indexes.set(key, index);
    }
    return findings;
}

function readIndex({ name: file, content }: ArchiveFile, findings: Finding[]): Index | undefined {
    const match = INDEX.exec(file);
    if (match === null) {
        findings.push(error(file, 'is not where peers look for indexes', REMEDY));
        return undefined;
    }
    const read = readJsonObject(file, content, ['index', 'ddoc', 'name', 'type']);
    if (isFinding(read)) {
        findings.push(read);
        return undefined;
    }
    findings.push(...read.findings.map((finding) => ({ ...finding, severity: 'error' as const })));
    findings.push(...checkDefinition(file, read.fields));
    return { file, collection: match[1], ddoc: read.fields['ddoc'], name: read.fields['name'] };
}

function checkDefinition(file: string, fields: Readonly<Record<string, unknown>>): Finding[] {
    const findings: Finding[] = [];
    for (const field of ['ddoc', 'name']) {
        const value = fields[field];
        if (value === undefined || (typeof value === 'string' && value !== '')) continue;
        findings.push(error(`${file}: "${field}"`, `is ${JSON.stringify(value)}, and no name`, 'write a text'));
    }
    if (fields['type'] !== undefined && fields['type'] !== 'json') {
        findings.push(
            error(`${file}: "type"`, `is ${JSON.stringify(fields['type'])}`, 'write "json", or leave it out'),
        );
    }
    return [...findings, ...checkIndex(`${file}: "index"`, fields['index'])];
}

const EXAMPLE = 'write { "fields": ["owner"] }';

function checkIndex(where: string, index: unknown): Finding[] {
    if (!isRecord(index)) return [error(where, index === undefined ? 'is missing' : 'is no JSON object', EXAMPLE)];
    const unknown = Object.keys(index).filter((key) => !['fields', 'partial_filter_selector'].includes(key));
    const findings = unknown.map((key) =>
        error(where, `has ${JSON.stringify(key)}, which peers refuse`, 'use fields and partial_filter_selector only'),
    );
    findings.push(...checkFilter(where, index));
    const { fields } = index;
    if (!Array.isArray(fields) || fields.length === 0)
        return [...findings, error(where, 'has no list of fields', EXAMPLE)];
    const wrong = fields.filter((field) => !isIndexedField(field)).map((field) => JSON.stringify(field));
    if (wrong.length === 0) return [...findings, ...checkDirections(where, fields)];
    const what = `has the field ${wrong.join(', ')}, which is not a name`;
    return [...findings, error(where, what, 'write the name of a field, or { "NAME": "asc" }, or { "NAME": "desc" }')];
}

function isIndexedField(field: unknown): boolean {
    if (!isRecord(field)) return typeof field === 'string' && field !== '';
    const directions = Object.values(field);
    return directions.length === 1 && /^(?:asc|desc)$/i.test(String(directions[0]));
}

/** Peers take any letters and any mixture, and CouchDB neither: it makes no index then. */
function checkDirections(where: string, fields: readonly unknown[]): Finding[] {
    const directions = fields.map((field) => (isRecord(field) ? String(Object.values(field)[0]) : 'asc'));
    const capital = directions.find((direction) => direction !== direction.toLowerCase());
    if (capital !== undefined) {
        const what = `has the direction ${JSON.stringify(capital)}, of which CouchDB makes no index`;
        return [error(where, what, `write "${capital.toLowerCase()}"`)];
    }
    if (new Set(directions).size < 2) return [];
    const what = 'has fields in both directions, of which CouchDB makes no index';
    return [error(where, what, 'give all fields "asc", which a name alone means, or all of them "desc"')];
}

function checkFilter(where: string, index: Readonly<Record<string, unknown>>): Finding[] {
    if (!('partial_filter_selector' in index)) return [];
    const problem = findFilterProblem(index['partial_filter_selector']);
    if (problem === undefined) return [];
    const remedy = 'write conditions as in a query, such as { "status": { "$eq": "open" } }';
    return [error(`${where}: "partial_filter_selector"`, `${problem}: CouchDB makes no index`, remedy)];
}

function checkCollection({ file, collection }: Index, collections: ReadonlySet<string> | undefined): Finding[] {
    // Those of organizations are there without a definition.
    if (collection === undefined || collections === undefined || collection.startsWith('_implicit_org_')) return [];
    if (collections.has(collection)) return [];
    const known = collections.size === 0 ? 'there are none' : `there are ${[...collections].join(', ')}`;
    return [error(file, `is for the collection ${collection}, which is not defined`, `rename the folder: ${known}`)];
}

function replaced(other: Index, index: Index): Finding {
    const what = `has the ddoc and the name of ${other.file}, so that only one of the two becomes an index`;
    return warning(index.file, what, 'give it another name');
}
