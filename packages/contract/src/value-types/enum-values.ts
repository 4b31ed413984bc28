import type { EnumObject } from './type-spec';
import type { EnumValue, ValueType } from './value-type';

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
    const kinds = new Set(values.map((value) => typeof value));
    const [kind] = kinds;
    if (kind !== 'string' && kind !== 'number' && kind !== 'boolean') return undefined;
    return kinds.size === 1 ? { kind } : { kind: 'enum', values: values.filter(isEnumValue) };
}

export function isEnumValue(value: unknown): value is EnumValue {
    return ['string', 'number', 'boolean'].includes(typeof value);
}
