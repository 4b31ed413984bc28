/** Any class, as a value. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- what a constructor takes does not matter here
export type Class<T = any> = abstract new (...args: any[]) => T;

/** Tells classes from functions, as far as that can be told: arrow functions and methods have no prototype. */
export function isClass(value: unknown): value is Class<object> {
    return typeof value === 'function' && value.prototype !== undefined;
}
