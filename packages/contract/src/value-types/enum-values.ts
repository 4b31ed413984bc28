import type { EnumObject, EnumValue } from '../evidence/type-spec';
import { SCALARS } from '../scalars/scalars';
import type { ValueType } from './value-type';

/** The values of a TypeScript enum. Numeric ones are compiled with their names as values besides: those are left out. */
export function enumValues(enumObject: EnumObject): (string | number)[] {
    return Object.entries(enumObject)
        .filter(([name, value]) => !(isNumeric(name) && enumObject[String(value)] === Number(name)))
        .map(([, value]) => value);
}

function isNumeric(name: string): boolean {
    return String(Number(name)) === name;
}

/** The scalar type that all of these values have; an enum of them where they differ. */
export function valuesType(values: readonly unknown[]): ValueType | undefined {
    if (!isEnumValue(values[0])) return undefined;
    const scalar = SCALARS.find(({ is }) => values.every(is));
    return scalar === undefined ? { kind: 'enum', values: values.filter(isEnumValue) } : { kind: 'scalar', scalar };
}

export function isEnumValue(value: unknown): value is EnumValue {
    return ['string', 'number', 'boolean'].includes(typeof value);
}
