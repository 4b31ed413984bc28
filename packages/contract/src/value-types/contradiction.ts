import { causeOf, type DesignType } from '../evidence/design-types';
import type { Compilation } from './compilation';
import { typeName, type ValueType } from './value-type';

/**
 * An explicit type. One by which the method or the class would get another collection than it declares is reported: what
 * is called on it would not be there. Of all other types the explicit one counts.
 */
export function declaredAs(
    type: ValueType | undefined,
    design: DesignType,
    where: string,
    compilation: Compilation,
): ValueType | undefined {
    if (type === undefined || !contradicts(type, design)) return type;
    compilation.report({
        code: 'TYPE_UNSUPPORTED',
        where,
        found: `the type ${typeName(type)}, but it is declared as ${declared(design)}`,
        fix: 'Declare what the type makes, or write the type of what is declared',
    });
    return undefined;
}

function contradicts(type: ValueType, design: DesignType): boolean {
    if (design.kind === 'unsupported') return true;
    if (design.kind !== 'array' && design.kind !== 'map') return false;
    const { kind } = type.kind === 'nullable' ? type.value : type;
    return kind !== design.kind && !(kind === 'any' && design.kind === 'array');
}

function declared(design: DesignType): string {
    if (design.kind === 'array') return 'an array';
    return design.kind === 'map' ? 'a Map' : causeOf(design);
}
