import type { DeclaredNames } from './declared-names';
import { propertyName, quote } from './identifiers';
import type { Group, Layout } from './layout';
import type { Literal, MemberModel, ScalarName, TypeModel, VariantModel } from './type-model';

const SCALARS: Readonly<Record<ScalarName, string>> = {
    bigint: 'bigint',
    boolean: 'boolean',
    bytes: 'Uint8Array',
    date: 'Date',
    int64: 'bigint',
    nothing: 'void',
    number: 'number',
    payload: 'Payload',
    string: 'string',
    unknown: 'unknown',
};

/** The TypeScript of a type. */
export function printType(type: TypeModel, names: DeclaredNames): Layout {
    switch (type.kind) {
        case 'scalar':
            return SCALARS[type.name];
        case 'literals':
            return type.values.map(printLiteral).join(' | ');
        case 'array':
            return ['readonly ', printElement(type.element, names), '[]'];
        case 'record':
            return ['Readonly<Record<string, ', printType(type.element, names), '>>'];
        case 'nullable':
            return printNullable(type.element, names);
        case 'object':
            return type.open ? [printObject(type.members, names), OPEN] : printObject(type.members, names);
        case 'reference':
            return nameOf(type.schema, names).type;
        case 'variants':
            return type.cases.map((variant) => printVariant(type.property, variant, names)).join(' | ');
    }
}

/** What else may be in an object of which a schema tells one member. */
const OPEN = ' & Readonly<Record<string, unknown>>';

function printNullable(element: TypeModel, names: DeclaredNames): Layout {
    return isUnknown(element) ? printType(element, names) : [printType(element, names), ' | null'];
}

function printVariant(property: string, { name, schema }: VariantModel, names: DeclaredNames): string {
    return `({ readonly ${propertyName(property)}: ${quote(name)} } & ${nameOf(schema, names).type})`;
}

/** Nothing can be said of it that it is not already. */
export function isUnknown(type: TypeModel): boolean {
    return type.kind === 'scalar' && type.name === 'unknown';
}

export function nameOf(schema: string, names: DeclaredNames): { readonly type: string; readonly codec: string } {
    const name = names.types.get(schema);
    if (name === undefined) throw new Error(`${schema} has no name`);
    return name;
}

/** What would read otherwise beside `[]`, in parentheses. */
function printElement(element: TypeModel, names: DeclaredNames): Layout {
    const isAlone = element.kind === 'scalar' || element.kind === 'reference' || element.kind === 'record';
    const isOneLiteral = element.kind === 'literals' && element.values.length === 1;
    const isPlainObject = element.kind === 'object' && !element.open;
    const printed = printType(element, names);
    return isAlone || isOneLiteral || isPlainObject ? printed : ['(', printed, ')'];
}

function printObject(members: readonly MemberModel[], names: DeclaredNames): Layout {
    const items = members.map((member) => printMember(member, names));
    return { open: '{', items, close: '}', separator: ';', isSpaced: true } satisfies Group;
}

/** `readonly size: number`, without what ends it. */
export function printMember({ name, optional, type }: MemberModel, names: DeclaredNames): Layout {
    const printed = printType(type, names);
    const mayBeUndefined = optional && !isUnknown(type) ? ' | undefined' : '';
    return [`readonly ${propertyName(name)}${optional ? '?' : ''}: `, printed, mayBeUndefined];
}

export function printLiteral(value: Literal): string {
    return typeof value === 'string' ? quote(value) : String(value);
}
