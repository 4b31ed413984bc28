import { compareUtf8 } from '../records/utf8-order';

/** The values of a map in the order of its keys' UTF-8 bytes, as read-write sets have them. */
export function sortedValues<T>(byKey: ReadonlyMap<string, T>): T[] {
    return [...byKey].sort(([left], [right]) => compareUtf8(left, right)).map(([, value]) => value);
}
