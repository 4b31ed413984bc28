/** The members of an object of JSON, of whatever origin. */
export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** None of anything that is no object. */
export function fieldsOf(value: unknown): Fields {
    return isFields(value) ? value : {};
}

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

export function textsOf(value: unknown): readonly string[] {
    return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
}
