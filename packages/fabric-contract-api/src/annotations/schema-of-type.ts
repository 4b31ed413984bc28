import type { Schema } from '@heddle/contract/internal';

/** Where a document has its classes. */
const COMPONENTS = '#/components/schemas/';
const PRIMITIVES: ReadonlySet<string> = new Set(['string', 'number', 'boolean']);

/**
 * Makes the schema of a type that is written as in `@Param`: `string`, `Asset`, `Asset[]`, `Array<number>`,
 * `Map<string, number>`. Everything that is no primitive and no collection is the name of a class.
 *
 * @param fullPath whether a class is referred to from outside of the document's classes
 */
export function schemaOfType(type: string, fullPath: boolean = true): Schema {
    const name = type.toLowerCase();
    if (PRIMITIVES.has(name)) return { type: name };
    const element = elementOf(type);
    if (element !== undefined) return { type: 'array', items: schemaOfType(element, fullPath) };
    const value = /^Map<[A-z].*?,\s?([A-z].*)>$/.exec(type)?.[1];
    if (value !== undefined) return { type: 'object', additionalProperties: schemaOfType(value, fullPath) };
    return { $ref: `${fullPath ? COMPONENTS : ''}${type}` };
}

function elementOf(type: string): string | undefined {
    const within = /^Array<([A-z].*)>$/.exec(type)?.[1];
    if (within !== undefined) return within;
    return /^[A-z].*\[\]/.test(type) ? type.replace('[]', '') : undefined;
}
