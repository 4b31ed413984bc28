/** Lays something over the element that has this id, or appends it as a new element with that id as its last member. */
export function appendOrUpdate(
    elements: Record<string, unknown>[],
    primaryField: string,
    id: unknown,
    data: Record<string, unknown>,
): void {
    const known = elements.filter((element) => element[primaryField] === id);
    if (known.length === 0) elements.push(Object.assign(data, { [primaryField]: id }));
    else Object.assign(known[0] ?? {}, data);
}

/** The first element that has this id, or null. */
export function findByValue<E extends object>(elements: readonly E[], primaryField: string, id: unknown): E | null {
    return elements.find((element) => Reflect.get(element, primaryField) === id) ?? null;
}
