import { isClass } from '../evidence/class';
import type { TypeSpec } from '../evidence/type-spec';
import { scalarOf } from '../scalars/scalars';

// A number for each class: their names need not differ.
const numbers = new WeakMap<object, number>();
let count = 0;

/** A text that is the same for specs that say the same, although `{ map: Asset }` is another object each time. */
export function specKey(spec: TypeSpec): string {
    return keyOf(spec);
}

function keyOf(part: unknown): string {
    if (typeof part === 'string') return JSON.stringify(part);
    if (typeof part === 'function') return functionKey(part);
    if (Array.isArray(part)) return `[${part.map(keyOf).join()}]`;
    if (typeof part !== 'object' || part === null) return String(part);
    const members = Object.entries(part).map(([name, value]) => `${JSON.stringify(name)}:${keyOf(value)}`);
    return `{${members.sort().join()}}`;
}

function functionKey(part: NewableFunction): string {
    // An arrow function that returns the type; one that is written inline is another function each time.
    if (!isClass(part) && scalarOf(part) === undefined) return keyOf(Reflect.apply(part, undefined, []));
    const known = numbers.get(part);
    if (known !== undefined) return `#${known}`;
    count += 1;
    numbers.set(part, count);
    return `#${count}`;
}
