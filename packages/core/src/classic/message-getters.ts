/**
 * Gives an object a getter for each of its fields, as messages of protobuf have them in JavaScript: fabric-shim hands out
 * such messages where its types promise plain objects, and chaincode was written for the one or for the other.
 */
export function withGetters<T extends object>(fields: T, suffixes: Readonly<Record<string, string>> = {}): T {
    for (const [name, value] of Object.entries(fields)) {
        const getter = `get${name.charAt(0).toUpperCase()}${name.slice(1)}`;
        for (const method of [getter, `${getter}${suffixes[name] ?? ''}`]) {
            Object.defineProperty(fields, method, { value: () => value as unknown, configurable: true });
        }
    }
    return fields;
}
