import type { Schema } from '../metadata/schema';
import type { ClassicSchemas } from './classic-layer';
import type { ClassicWarn } from './classic-warning';

const COMPONENT = '#/components/schemas/';

/**
 * The same schemas, with nothing in the place of references that lead nowhere: to `Date`, an enum, an interface. What is
 * there may be anything then; fabric-contract-api does not start with them.
 */
export function checkableSchemas(schemas: ClassicSchemas, warn: ClassicWarn): ClassicSchemas {
    const entries = Object.entries(schemas).map(([name, schema]): [string, Schema] => [
        name,
        checkable(schema, schemas, (type) => {
            warn('TYPE_UNKNOWN', `a member of ${name}, of the type ${type}`);
        }),
    ]);
    return Object.fromEntries(entries);
}

/** The same schema, with `{}` in the place of references that lead nowhere. */
export function checkable(schema: Schema, schemas: ClassicSchemas, report: (type: string) => void): Schema {
    const { $ref } = schema;
    if (typeof $ref === 'string' && !leadsSomewhere($ref, schemas)) {
        report($ref.replace(COMPONENT, ''));
        return {};
    }
    const entries = Object.entries(schema).map(([name, part]): [string, unknown] => [
        name,
        checkablePart(part, schemas, report),
    ]);
    return Object.fromEntries(entries);
}

function checkablePart(part: unknown, schemas: ClassicSchemas, report: (type: string) => void): unknown {
    if (Array.isArray(part)) return part.map((one) => checkablePart(one, schemas, report));
    return typeof part === 'object' && part !== null ? checkable(part as Schema, schemas, report) : part;
}

/** References to classes, as decorators write them; an author's own are for the author. */
function leadsSomewhere($ref: string, schemas: ClassicSchemas): boolean {
    const isClass = $ref.startsWith(COMPONENT) || !/[#/]/.test($ref);
    return !isClass || Object.hasOwn(schemas, $ref.replace(COMPONENT, ''));
}
