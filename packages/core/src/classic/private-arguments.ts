/** What fabric-shim checks of calls about private data, in its words: clients and tests look for them. */

/** @throws Error for a collection that is empty or no text */
export function checkedCollection(collection: unknown): string {
    if (typeof collection === 'string' && collection !== '') return collection;
    throw new Error('collection must be a valid string');
}

/** @throws Error for a collection or a key that is empty or no text */
export function checkedPrivate(collection: unknown, key: unknown): { collection: string; key: string } {
    const checked = checkedCollection(collection);
    if (typeof key === 'string' && key !== '') return { collection: checked, key };
    throw new Error('key must be a valid string');
}

/** @throws Error for no value; an empty Buffer is one, as in fabric-shim */
export function givenValue(value: unknown): unknown {
    if (value === undefined || value === null || value === '') throw new Error('value must be valid');
    return value;
}
