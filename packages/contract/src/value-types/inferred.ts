import { isClass } from '../evidence/class';
import type { DesignType } from '../evidence/design-types';
import { scalarOf, scalarValidatedBy } from '../scalars/scalars';
import type { Compilation } from './compilation';
import { enumValues, valuesType } from './enum-values';
import type { ValidationMetadata } from './validation-metadata';
import type { ValueType } from './value-type';

const ARRAY_VALIDATORS = new Set(['isArray', 'arrayMinSize', 'arrayMaxSize', 'arrayNotEmpty', 'arrayUnique']);

/** The scalar type that a constructor stands for. */
export function scalarType(constructor: unknown): ValueType | undefined {
    const scalar = scalarOf(constructor);
    return scalar === undefined ? undefined : { kind: 'scalar', scalar };
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
    if (design.kind === 'unsupported') return undefined;
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
    const scalar = scalarValidatedBy(name ?? '');
    if (scalar !== undefined) return { kind: 'scalar', scalar };
    if (name === 'isIn') return valuesType(constraints[0] as readonly unknown[]);
    return name === 'isEnum' ? valuesType(enumValues(constraints[0] as Record<string, string | number>)) : undefined;
}
