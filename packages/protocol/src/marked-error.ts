// How Heddle's packages recognise their own errors and classes: by a property under a symbol of Symbol.for, since a
// value may come from a second installed copy of the package, where instanceof answers false.

/** Marks an object as made by any copy of its package. */
export function mark(object: object, marker: symbol): void {
    Object.defineProperty(object, marker, { value: true });
}

/** Tells whether a value is an object with this mark. Never throws, for any value. */
export function isMarked(value: unknown, marker: symbol): boolean {
    try {
        return typeof value === 'object' && value !== null && marker in value;
    } catch {
        // A hostile proxy can throw at any question.
        return false;
    }
}
