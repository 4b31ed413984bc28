import { types } from 'node:util';

/** Values of the same kind that a reader takes in faster, the simplest first. */
export function simplerValues(value: unknown): unknown[] {
    if (typeof value === 'number') return simplerNumbers(value);
    if (typeof value === 'bigint')
        return [0n, 1n, 2n, value / 2n].filter((one) => one !== value && size(one) < size(value));
    if (typeof value === 'string') return ['a', 'b', ''].filter((one) => one.length < value.length);
    return typeof value === 'object' && value !== null ? simplerStructures(value) : [];
}

function simplerStructures(value: object): unknown[] {
    if (types.isUint8Array(value)) return value.length > 1 ? [Buffer.of(1)] : [];
    if (Array.isArray(value)) return value.length === 0 ? [] : [[], value.slice(0, 1), value.slice(1)];
    return Object.getPrototypeOf(value) === Object.prototype ? simplerObjects(value as Record<string, unknown>) : [];
}

function simplerNumbers(value: number): number[] {
    const candidates = [0, 1, 2, Math.trunc(value / 2), Math.trunc(value)];
    return candidates.filter((one) => Math.abs(one) < Math.abs(value) || (!Number.isInteger(value) && one !== value));
}

function size(value: bigint): bigint {
    return value < 0n ? -value : value;
}

/** With one member simpler. */
function simplerObjects(value: Record<string, unknown>): unknown[] {
    return Object.entries(value).flatMap(([name, member]) =>
        simplerValues(member)
            .slice(0, 1)
            .map((simpler) => ({ ...value, [name]: simpler })),
    );
}
