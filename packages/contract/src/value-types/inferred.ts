import type { DesignType } from '../evidence/design-types';
import { isClass } from './class';
import type { Compilation } from './compilation';
import { enumValues, valuesType } from './enum-values';
import type { ValidationMetadata } from './validation-metadata';
import { type ScalarKind, type ValueType } from './value-type';

const SCALARS = new Map<unknown, ScalarKind>([
    [String, 'string'],
    [Number, 'number'],
    [Boolean, 'boolean'],
    [BigInt, 'bigint'],
    [Date, 'date'],
    [Uint8Array, 'bytes'],
    [Buffer, 'bytes'],
]);

/** Names of validators of class-validator that only one type can satisfy. */
const VALIDATED: Readonly<Record<'string' | 'number' | 'boolean' | 'date', readonly string[]>> = {
    string: [
        'isString',
        'isLength',
        'minLength',
        'maxLength',
        'matches',
        'contains',
        'notContains',
        'isUuid',
        'isEmail',
    ],
    number: ['isInt', 'isNumber', 'min', 'max', 'isPositive', 'isNegative', 'isDivisibleBy'],
    boolean: ['isBoolean'],
    date: ['isDate', 'minDate', 'maxDate'],
};
const KIND_OF_VALIDATOR = new Map(
    Object.entries(VALIDATED).flatMap(([kind, names]) => names.map((name) => [name, kind as ScalarKind] as const)),
);
const ARRAY_VALIDATORS = new Set(['isArray', 'arrayMinSize', 'arrayMaxSize', 'arrayNotEmpty', 'arrayUnique']);

export function scalarType(constructor: unknown): ValueType | undefined {
    const kind = SCALARS.get(constructor);
    return kind === undefined ? undefined : { kind };
}

/**
 * Infers a type from what the compiler emitted and, where that says nothing, from validators that leave no choice.
 * @returns undefined where it takes an explicit type
 */
export function inferredType(
    design: DesignType,
    validators: readonly ValidationMetadata[],
    compilation: Compilation,
): ValueType | undefined {
    if (design.kind === 'constructor') {
        const scalar = scalarType(design.type);
        return scalar ?? (isClass(design.type) ? compilation.classType(design.type) : undefined);
    }
    const element = typeOfValidators(validators);
    if (design.kind === 'map') return element === undefined ? undefined : { kind: 'map', element };
    if (element === undefined) return undefined;
    return design.kind === 'array' || isArrayByValidators(validators) ? { kind: 'array', element } : element;
}

/** Whether validators only make sense on an array. */
export function isArrayByValidators(validators: readonly ValidationMetadata[]): boolean {
    return validators.some(({ each, name }) => each || ARRAY_VALIDATORS.has(name ?? ''));
}

function typeOfValidators(validators: readonly ValidationMetadata[]): ValueType | undefined {
    const types = validators.flatMap((metadata) => typeOfValidator(metadata) ?? []);
    return types[0];
}

function typeOfValidator({ name, constraints }: ValidationMetadata): ValueType | undefined {
    const kind = KIND_OF_VALIDATOR.get(name ?? '');
    if (kind !== undefined) return { kind };
    if (name === 'isIn') return valuesType(constraints[0] as readonly unknown[]);
    return name === 'isEnum' ? valuesType(enumValues(constraints[0] as Record<string, string | number>)) : undefined;
}
