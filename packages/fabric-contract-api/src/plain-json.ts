import { toPlain } from './transformer';

/**
 * The JSON of a result as class-transformer and JSON.stringify make it one after the other. Where a value has nothing in it
 * that the former would change, and most have not, the latter alone makes the same.
 */
export function jsonOf(value: object | bigint | symbol | NewableFunction): string {
    return JSON.stringify(isPlain(value) ? value : toPlain(value));
}

/** Whether a value is made of plain objects, arrays and primitives alone. */
function isPlain(value: unknown): boolean {
    if (typeof value !== 'object' || value === null) return typeof value !== 'function';
    if (Array.isArray(value)) return value.every(isPlain);
    return Buffer.isBuffer(value) || isPlainObject(value);
}

function isPlainObject(value: object): boolean {
    const prototype: unknown = Reflect.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return false;
    for (const key of Object.keys(value)) {
        // class-transformer leaves these names out.
        if (key === 'constructor' || key === '__proto__' || !isPlain(Reflect.get(value, key))) return false;
    }
    return true;
}
