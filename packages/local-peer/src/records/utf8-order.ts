/**
 * Compares two strings by the bytes of their UTF-8, as Go and goleveldb do: read-write sets and ranges are in this
 * order. JavaScript compares UTF-16 units, which sorts U+10000 and above before U+E000 to U+FFFF.
 */
export function compareUtf8(left: string, right: string): number {
    const length = Math.min(left.length, right.length);
    for (let index = 0; index < length; index++) {
        const leftUnit = left.charCodeAt(index);
        const rightUnit = right.charCodeAt(index);
        if (leftUnit !== rightUnit) return rank(leftUnit) - rank(rightUnit);
    }
    return left.length - right.length;
}

/** Whether a key is in a range as Fabric has them: from `startKey` up to and without `endKey`, which is empty where there is no end. */
export function isInRange(
    key: string,
    { startKey, endKey }: { readonly startKey: string; readonly endKey: string },
): boolean {
    return compareUtf8(key, startKey) >= 0 && (endKey === '' || compareUtf8(key, endKey) < 0);
}

/** Moves the surrogates behind all other units. */
function rank(unit: number): number {
    if (unit < 0xd800) return unit;
    return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
