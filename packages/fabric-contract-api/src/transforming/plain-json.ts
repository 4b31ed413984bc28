import { isTransformed, toPlain } from './transformer';

/**
 * The JSON of a result as class-transformer and JSON.stringify make it one after the other. Where a value has nothing in it
 * that the former would change, and most have not, the latter alone makes the same.
 */
export function jsonOf(value: unknown): string {
    return JSON.stringify(isUnchanged(value) ? value : toPlain(value));
}

function isUnchanged(value: unknown): boolean {
    if (typeof value !== 'object' || value === null) return typeof value !== 'function';
    if (Array.isArray(value)) return isUnchangedArray(value);
    return Buffer.isBuffer(value) || value instanceof Date || isUnchangedObject(value);
}

function isUnchangedArray(value: readonly unknown[]): boolean {
    for (let index = 0; index < value.length; index++) {
        // class-transformer closes holes.
        if (!(index in value) || !isUnchanged(value[index])) return false;
    }
    return true;
}

function isUnchangedObject(value: object): boolean {
    const prototype: unknown = Reflect.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null && !isOwnForm(value)) return false;
    for (const key of Object.keys(value)) {
        // class-transformer leaves these names out.
        if (key === 'constructor' || key === '__proto__' || !isUnchanged(Reflect.get(value, key))) return false;
    }
    return true;
}

/** Whether an instance of a class is nothing but its fields: no collection, no promise, nothing that makes JSON itself. */
function isOwnForm(value: object): boolean {
    const { then, toJSON, constructor } = value as { readonly then?: unknown; readonly toJSON?: unknown };
    const isObject = Object.prototype.toString.call(value) === '[object Object]';
    return (
        isObject &&
        then === undefined &&
        toJSON === undefined &&
        typeof constructor === 'function' &&
        !isTransformed(constructor)
    );
}
