import { compareUtf8 } from '../records/utf8-order';
import { couchError } from './couch-error';
import type { Index } from './index-definition';
import { asList, isObject, type Json } from './json';
import { type FieldRange, fieldRanges, indexableFields, type KeyRange } from './key-ranges';
import type { Query } from './parse-query';
import type { Selector } from './selector';

/** How CouchDB is going to find documents: by an index, or by all ids. */
export interface Plan {
    /** Undefined for all documents in the order of their ids. */
    readonly index: Index | undefined;
    /** Of the index's first fields, or of the id. */
    readonly ranges: readonly KeyRange[];
    /** Nothing can be found, and CouchDB does not look. */
    readonly isEmpty: boolean;
}

/**
 * Chooses as CouchDB does (apache/couchdb, mango_idx.erl, mango_cursor.erl and mango_cursor_view.erl).
 * @throws Error in CouchDB's words where the query needs an index that is not there
 */
export function choosePlan(query: Query, indexes: readonly Index[]): Plan {
    const usable = usableIndexes(query, query.isPartitioned ? [] : indexes);
    const named = usable.filter((index) => isNamed(index, query.useIndex));
    if (named.length === 0 && !query.allowFallback && !(query.useIndex.length === 0 && usable.length > 1))
        throw missingIndex(query.useIndex);
    if (query.isPartitioned) throw couchError('bad_request', 'partition specified on non-partitioned db');
    const ranges = fieldRanges(query.selector);
    const plan = planFor(named.length === 0 ? usable : named, ranges);
    return { ...plan, isEmpty: plan.isEmpty || isNothing(query.selector) };
}

/** All documents by their ids: what CouchDB calls an index, too. */
const ALL_DOCUMENTS = 'all documents';
type Choice = Index | typeof ALL_DOCUMENTS;

function usableIndexes({ selector, sort, useIndex }: Query, indexes: readonly Index[]): Choice[] {
    const known = indexes.filter((index) => index.partial === undefined || isNamed(index, useIndex));
    const usable: Choice[] = known.filter((index) => isUsable(index, selector, sort.fields));
    if (isInOrderOfIds(selector, sort.fields)) usable.push(ALL_DOCUMENTS);
    if (usable.length > 0) return usable;
    throw couchError('no_usable_index', 'No index exists for this sort, try indexing by the sort fields.');
}

/** Whether a query names the index, by its design document, or by that and its name. */
function isNamed(index: Choice, [ddoc, name]: readonly string[]): boolean {
    if (ddoc === undefined || index === ALL_DOCUMENTS) return false;
    const isSame = index.ddoc === (ddoc.startsWith('_design/') ? ddoc : `_design/${ddoc}`);
    return isSame && (name === undefined || index.name === name);
}

function missingIndex([ddoc, name]: readonly string[]): Error {
    if (ddoc === undefined)
        return couchError('invalid_index', 'You must specify an index with the `use_index` parameter.');
    const index = `_design/${ddoc.replace(/^_design\//, '')}${name === undefined ? '' : `, ${name}`}`;
    return couchError('invalid_index', `${index} specified by \`use_index\` could not be found or it is not suitable.`);
}

/** Whether all documents that are looked for are in the index, and in the order that is asked for. */
function isUsable({ columns }: Index, selector: Selector, sort: readonly string[]): boolean {
    const required = columns.filter((column) => ![...sort, '_id', '_rev'].includes(column));
    const hasAll = missingFields([selector], [...new Set(required)]).length === 0;
    return !isTextSearch(selector) && hasAll && isSorted(columns, sort, selector);
}

function isInOrderOfIds(selector: Selector, sort: readonly string[]): boolean {
    if (sort.length === 0) return true;
    return indexableFields(selector).includes('_id') && sort.length === 1 && sort[0] === '_id';
}

/** Which of these fields a document may lack and fulfil the selectors all the same. */
function missingFields(selectors: readonly Selector[], required: readonly string[]): readonly string[] {
    let missing = required;
    for (const selector of selectors) {
        if (missing.length === 0) break;
        missing = missingFieldsOf(selector, missing);
    }
    return missing;
}

function missingFieldsOf(selector: Selector, required: readonly string[]): readonly string[] {
    if (selector.kind === '$and') return missingFields(selector.parts, required);
    if (selector.kind === '$or')
        return [...new Set(selector.parts.flatMap((part) => missingFields([part], required)))].sort();
    if (selector.kind !== 'field' || requiresNothing(selector.condition)) return required;
    return required.filter((field) => field !== selector.field);
}

function requiresNothing(condition: Selector): boolean {
    return condition.kind === 'operator' && condition.operator === '$exists' && condition.argument === false;
}

/**
 * Whether a text is searched. With any index CouchDB looks for it in the arguments, too, and fails at what it does not
 * expect there: null or a list in a list, and an object with several properties.
 */
function isTextSearch(selector: Selector): boolean {
    switch (selector.kind) {
        case 'text':
            return true;
        case '$and':
        case '$or':
        case '$nor':
            return selector.parts.map(isTextSearch).includes(true);
        case '$not':
        case 'inside':
            return isTextSearch(selector.part);
        case 'field':
            return isTextSearch(selector.condition);
        case 'operator':
            checkArgument(selector.argument);
            return false;
        case 'everything':
            return false;
    }
}

/** Whether CouchDB fails at this selector as soon as there is any index. */
export function failsWithIndexes(selector: Selector): boolean {
    try {
        isTextSearch(selector);
        return false;
    } catch {
        return true;
    }
}

function checkArgument(argument: Json): void {
    for (const item of asList(argument) ?? []) checkItem(item);
    if (isObject(argument)) checkItem(argument);
}

function checkItem(item: Json): void {
    const properties = isObject(item) ? Object.values(item) : [];
    if (item === null || Array.isArray(item) || properties.length > 1)
        throw couchError('unknown_error', 'function_clause', 500);
    for (const property of properties) checkArgument(property);
}

/** Fields that are equal to one value do not disturb an order. */
function isSorted(columns: readonly string[], sort: readonly string[], selector: Selector): boolean {
    if (sort.length === 0) return true;
    const [column, ...others] = columns;
    if (column === undefined) return false;
    if (column === sort[0]) return sort.every((field, place) => field === columns[place]);
    return isConstant(selector, column) && isSorted(others, sort, selector);
}

function isConstant(selector: Selector, field: string): boolean {
    if (selector.kind === '$and') return selector.parts.some((part) => isConstant(part, field));
    if (selector.kind !== 'field' || selector.field !== field) return false;
    return selector.condition.kind === 'operator' && selector.condition.operator === '$eq';
}

/** What has the fewest fields that are not asked for; indexes come before all documents. */
function planFor(choices: readonly Choice[], ranges: readonly FieldRange[]): Plan {
    const indexes = choices.filter((choice) => choice !== ALL_DOCUMENTS);
    const [best] = indexes
        .map((index) => ({ index, prefix: prefixOf(index.columns, ranges) }))
        .sort((left, right) => right.prefix.length - left.prefix.length || compareIndexes(left.index, right.index));
    if (best !== undefined) return toPlan(best.index, best.prefix);
    return toPlan(undefined, prefixOf(['_id'], ranges));
}

function toPlan(index: Index | undefined, prefix: readonly (KeyRange | 'empty')[]): Plan {
    return { index, ranges: prefix.filter((range) => range !== 'empty'), isEmpty: prefix[0] === 'empty' };
}

function compareIndexes(left: Index, right: Index): number {
    return (
        left.columns.length - right.columns.length ||
        compareUtf8(left.ddoc, right.ddoc) ||
        compareUtf8(left.name, right.name)
    );
}

function prefixOf(columns: readonly string[], ranges: readonly FieldRange[]): (KeyRange | 'empty')[] {
    const prefix: (KeyRange | 'empty')[] = [];
    for (const column of columns) {
        const range = ranges.find(([field]) => field === column);
        if (range === undefined) break;
        prefix.push(range[1]);
    }
    return prefix;
}

/** Lists without conditions, alone: CouchDB gives nothing then. */
function isNothing(selector: Selector): boolean {
    return (selector.kind === '$and' || selector.kind === '$or') && selector.parts.length === 0;
}
