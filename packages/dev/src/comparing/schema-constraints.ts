import type { Fields } from '../metadata/fields';

/** What a validator refuses now, or does not refuse any more. */
export interface ConstraintChange {
    readonly kind: 'tightened' | 'loosened' | 'changed';
    readonly what: string;
}

type Direction = 'lower bound' | 'upper bound' | 'rule';

/** Which way a member of a schema limits values. */
const CONSTRAINTS: Readonly<Record<string, Direction>> = {
    minimum: 'lower bound',
    maximum: 'upper bound',
    minLength: 'lower bound',
    maxLength: 'upper bound',
    minItems: 'lower bound',
    maxItems: 'upper bound',
    exclusiveMinimum: 'rule',
    exclusiveMaximum: 'rule',
    uniqueItems: 'rule',
    multipleOf: 'rule',
    pattern: 'rule',
    format: 'rule',
    type: 'rule',
};

/** Lists how the validators of two schemas of one type differ. */
export function constraintChanges(old: Fields, young: Fields): readonly ConstraintChange[] {
    return Object.entries(CONSTRAINTS).flatMap(([name, direction]) => {
        const [before, after] = [constraintOf(name, old), constraintOf(name, young)];
        if (JSON.stringify(before) === JSON.stringify(after)) return [];
        const kind = changeOf(direction, before, after);
        return [{ kind, what: `has ${shown(name, after)} instead of ${shown(name, before)}` }];
    });
}

/** Of types, that of integers alone is a validator's. */
function constraintOf(name: string, schema: Fields): unknown {
    const value = schema[name];
    if (name !== 'type') return value === false ? undefined : value;
    return (Array.isArray(value) ? value : [value]).includes('integer') ? 'integer' : undefined;
}

function changeOf(direction: Direction, before: unknown, after: unknown): ConstraintChange['kind'] {
    if (before === undefined) return 'tightened';
    if (after === undefined) return 'loosened';
    if (direction === 'rule') return 'changed';
    const isRaised = Number(after) > Number(before);
    return isRaised === (direction === 'lower bound') ? 'tightened' : 'loosened';
}

function shown(name: string, value: unknown): string {
    return value === undefined ? `no ${name}` : `${name} ${JSON.stringify(value)}`;
}
