import type { Class } from './class';

/** Classes of one name. */
interface Namesakes {
    /** Held, for a text may be all that refers to it: `@Returns('Asset[]')` in a file that never says `new Asset`. */
    readonly latest: Class<object>;
    /** Those before it, such as the ones of a module that was loaded again: they go when nothing else holds them. */
    readonly earlier: readonly WeakRef<Class<object>>[];
}

// For the texts of fabric-contract-api alone, which name a class and refer to nothing. No larger than the program's text
// has names, however often its modules are loaded.
const byName = new Map<string, Namesakes>();

/** Makes a class known by its name. */
export function nameClass(target: Class<object>): void {
    const known = classesNamed(target.name).filter((other) => other !== target);
    byName.set(target.name, { latest: target, earlier: known.map((other) => new WeakRef(other)) });
}

/** Classes of this name that are marked with @Object, as far as they are still in use. Two make the name ambiguous. */
export function classesNamed(name: string): Class<object>[] {
    const namesakes = byName.get(name);
    if (namesakes === undefined) return [];
    return [...namesakes.earlier.flatMap((earlier) => earlier.deref() ?? []), namesakes.latest];
}
