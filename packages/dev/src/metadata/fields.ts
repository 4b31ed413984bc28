/** The members of an object of JSON, of whatever origin. */
export type Fields = Readonly<Record<string, unknown>>;

/** Whether it is an object of JSON, and no list. */
export function isFields(value: unknown): value is Fields {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members of an object; none of anything else. */
export function fieldsOf(value: unknown): Fields {
    return isFields(value) ? value : {};
}

/** The objects of a list; what else is in it has no members. */
export function listOf(value: unknown): readonly Fields[] {
    return Array.isArray(value) ? value.map(fieldsOf) : [];
}

/** A member of the object itself: names such as `constructor` are data. */
export function own(value: unknown, name: string): unknown {
    return isFields(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** Undefined for an empty text too. */
export function textOf(value: unknown): string | undefined {
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** The texts of a list, or the one that stands in its place. */
export function textsOf(value: unknown): readonly string[] {
    return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
}
