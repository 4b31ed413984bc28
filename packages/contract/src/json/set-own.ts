/**
 * Gives an object a property, as an assignment does. `__proto__`, which JSON.parse makes a property of its own, would give
 * the object another prototype, and what has only a getter would be passed over in silence: both stand on the object
 * itself then, for the checks to refuse.
 */
export function setOwn(object: object, name: string, value: unknown): void {
    const isSet = name !== '__proto__' && Reflect.set(object, name, value);
    if (!isSet) Object.defineProperty(object, name, { value, configurable: true, enumerable: true, writable: true });
}
