import { amountOf, asList, isNumber, isObject, type Json, sortedEntries } from './json';

/**
 * CouchDB's order of JSON values: null, false, true, numbers, strings, arrays, objects; strings as ICU sorts them.
 */

/** English has no order of its own: this is the one of Unicode's root, which CouchDB takes. */
const strings = new Intl.Collator('en');

export function collate(left: Json, right: Json): number {
    const difference = rank(left) - rank(right);
    if (difference !== 0) return difference;
    if (isNumber(left) && isNumber(right)) return compareNumbers(amountOf(left), amountOf(right));
    if (typeof left === 'string' && typeof right === 'string') return strings.compare(left, right);
    if (isObject(left) && isObject(right)) return collateObjects(sortedEntries(left), sortedEntries(right));
    return collateLists(asList(left) ?? [], asList(right) ?? []);
}

/** Exactly, whether they are whole or not. */
export function compareNumbers(left: number | bigint, right: number | bigint): number {
    if (left < right) return -1;
    return left > right ? 1 : 0;
}

/** Item by item; the longer one is behind. */
export function compareLists<T>(left: readonly T[], right: readonly T[], compare: (a: T, b: T) => number): number {
    for (const [index, item] of left.entries()) {
        if (index >= right.length) return 1;
        // There is one at this place.
        const difference = compare(item, right[index] as T);
        if (difference !== 0) return difference;
    }
    return left.length - right.length;
}

function rank(value: Json): number {
    if (value === null) return 0;
    if (typeof value === 'boolean') return value ? 2 : 1;
    if (isNumber(value)) return 3;
    if (typeof value === 'string') return 4;
    return Array.isArray(value) ? 5 : 6;
}

export function collateLists(left: readonly Json[], right: readonly Json[]): number {
    return compareLists(left, right, collate);
}

/** Property by property: name, then value. */
function collateObjects(left: readonly [string, Json][], right: readonly [string, Json][]): number {
    return compareLists(left, right, ([name, value], [otherName, other]) => {
        const difference = strings.compare(name, otherName);
        return difference === 0 ? collate(value, other) : difference;
    });
}
