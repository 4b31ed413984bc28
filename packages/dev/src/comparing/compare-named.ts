import type { Fields } from '../metadata/fields';
import { added, breaking, type Difference } from './change';

/** How declarations of one sort are compared. */
export interface NamedComparison {
    readonly place: (name: string) => string;
    /** What to do where one is gone. */
    readonly gone: string;
    readonly compare: (where: string, old: Fields, young: Fields) => Difference[];
}

/** Compares what both declare under one name, and tells what is gone or new. */
export function compareNamed(
    old: ReadonlyMap<string, Fields>,
    young: ReadonlyMap<string, Fields>,
    { place, gone, compare }: NamedComparison,
): Difference[] {
    const others = [...young.keys()].filter((name) => !old.has(name));
    return [
        ...Array.from(old).flatMap(([name, before]) => {
            const after = young.get(name);
            return after === undefined ? [breaking(place(name), 'is gone', gone)] : compare(place(name), before, after);
        }),
        ...others.map((name) => added(place(name))),
    ];
}
