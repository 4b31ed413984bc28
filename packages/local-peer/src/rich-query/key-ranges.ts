import { collate } from './collate';
import { couchError } from './couch-error';
import type { Json } from './json';
import type { Selector } from './selector';

/** Which values of a field a selector can be fulfilled by, as CouchDB finds it out (apache/couchdb, mango_idx_view.erl). */
export interface KeyRange {
    /** Undefined for the least value that there is. */
    readonly low: { readonly value: Json; readonly isIn: boolean } | undefined;
    /** Undefined for the greatest. */
    readonly high: { readonly value: Json; readonly isIn: boolean } | undefined;
}

/** A field, and its range; `empty` where no value can fulfil the selector. */
export type FieldRange = readonly [field: string, range: KeyRange | 'empty'];

const INDEXABLE: ReadonlySet<string> = new Set(['$lt', '$lte', '$eq', '$gt', '$gte', '$beginsWith', '$exists']);

/** The fields that an index can be asked for; only what has to be fulfilled in any case is looked at. */
export function indexableFields(selector: Selector): string[] {
    if (selector.kind === '$and') return [...new Set(selector.parts.flatMap(indexableFields))].sort();
    if (selector.kind !== 'field' || selector.condition.kind !== 'operator') return [];
    return INDEXABLE.has(selector.condition.operator) ? [selector.field] : [];
}

/** The ranges of these fields; the first one that is empty is all there is to know. */
export function fieldRanges(selector: Selector): FieldRange[] {
    const ranges: FieldRange[] = [];
    for (const field of indexableFields(selector)) {
        const range = narrow(selector, field, { low: undefined, high: undefined });
        if (range === 'empty') return [[field, range]];
        ranges.push([field, range]);
    }
    return ranges;
}

function narrow(selector: Selector, field: string, range: KeyRange): KeyRange | 'empty' {
    if (selector.kind === '$and') return narrowAll(selector.parts, field, range);
    if (selector.kind !== 'field' || selector.field !== field || selector.condition.kind !== 'operator') return range;
    const { operator, argument } = selector.condition;
    return NARROWING[operator]?.(range, argument) ?? range;
}

function narrowAll(selectors: readonly Selector[], field: string, range: KeyRange): KeyRange | 'empty' {
    let narrowed: KeyRange | 'empty' = range;
    for (const selector of selectors) {
        if (narrowed === 'empty') break;
        narrowed = narrow(selector, field, narrowed);
    }
    return narrowed;
}

type Narrow = (range: KeyRange, value: Json) => KeyRange | 'empty';

/** The highest character by ICU's order, which Mango looks behind a text's beginning. */
const HIGHEST = '\uffff';

const NARROWING: Readonly<Record<string, Narrow>> = {
    $lt: (range, value) => below(range, value, false),
    $lte: (range, value) => below(range, value, true),
    $gt: (range, value) => above(range, value, false),
    $gte: (range, value) => above(range, value, true),
    $eq: exactly,
    $beginsWith(range, value) {
        const from = above(range, value, true);
        // CouchDB expects no other outcome.
        if (from === 'empty') throw couchError('badmatch', 'empty', 500);
        return below(from, `${typeof value === 'string' ? value : ''}${HIGHEST}`, true);
    },
};

function below(range: KeyRange, value: Json, isIn: boolean): KeyRange | 'empty' {
    const [fromLow, fromHigh] = distances(range, value);
    if (fromLow < 0) return 'empty';
    if (fromLow === 0) return isIn && range.low?.isIn === true ? only(value) : 'empty';
    if (fromHigh > 0 || (fromHigh === 0 && isIn)) return range;
    return { low: range.low, high: { value, isIn } };
}

function above(range: KeyRange, value: Json, isIn: boolean): KeyRange | 'empty' {
    const [fromLow, fromHigh] = distances(range, value);
    if (fromLow < 0 || (fromLow === 0 && isIn)) return range;
    if (fromHigh > 0) return 'empty';
    if (fromHigh === 0) return isIn && range.high?.isIn === true ? only(value) : 'empty';
    return { low: { value, isIn }, high: range.high };
}

function exactly(range: KeyRange, value: Json): KeyRange | 'empty' {
    const [fromLow, fromHigh] = distances(range, value);
    if (fromLow < 0 || fromHigh > 0) return 'empty';
    if (fromLow === 0) return range.low?.isIn === true ? only(value) : 'empty';
    if (fromHigh === 0) return range.high?.isIn === true ? only(value) : 'empty';
    return only(value);
}

function only(value: Json): KeyRange {
    return { low: { value, isIn: true }, high: { value, isIn: true } };
}

/** Where a value is, seen from both ends. */
function distances({ low, high }: KeyRange, value: Json): readonly [number, number] {
    return [low === undefined ? 1 : collate(value, low.value), high === undefined ? -1 : collate(value, high.value)];
}
