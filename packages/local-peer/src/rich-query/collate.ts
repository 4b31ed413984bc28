import type { Json } from './json';

/**
 * CouchDB's order of JSON values: null, false, true, numbers, strings, arrays, objects; strings as ICU sorts them.
 */

/** English has no order of its own: this is the one of Unicode's root, which CouchDB takes. */
const strings = new Intl.Collator('en');

export function collate(left: Json, right: Json): number {
    const difference = rank(left) - rank(right);
    if (difference !== 0) return difference;
    if (typeof left === 'number' && typeof right === 'number') return left - right;
    if (typeof left === 'string' && typeof right === 'string') return strings.compare(left, right);
    if (Array.isArray(left) && Array.isArray(right)) return collateLists(left, right);
    return isObject(left) && isObject(right) ? collateObjects(left, right) : 0;
}

export function isObject(value: Json | undefined): value is Readonly<Record<string, Json>> {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function rank(value: Json): number {
    if (value === null) return 0;
    if (typeof value === 'boolean') return value ? 2 : 1;
    if (typeof value === 'number') return 3;
    if (typeof value === 'string') return 4;
    return Array.isArray(value) ? 5 : 6;
}

function collateLists(left: readonly Json[], right: readonly Json[]): number {
    for (const [index, item] of left.entries()) {
        const other = right[index];
        if (other === undefined) return 1;
        const difference = collate(item, other);
        if (difference !== 0) return difference;
    }
    return left.length - right.length;
}

/** Property by property in their order: names first, then values; the longer one is behind. */
function collateObjects(left: Readonly<Record<string, Json>>, right: Readonly<Record<string, Json>>): number {
    return collateLists(Object.entries(left).flat(), Object.entries(right).flat());
}
