import type { DeclaredNames } from './declared-names';
import { propertyName, quote } from './identifiers';
import { call, type Layout } from './layout';
import { nameOf, printLiteral, printType } from './print-types';
import type { MemberModel, TypeModel } from './type-model';

/** The expression that makes the codec of a type. */
export function printCodec(type: TypeModel, names: DeclaredNames): Layout {
    switch (type.kind) {
        case 'scalar':
            return `codecs.${type.name}`;
        case 'literals':
            return call('codecs.oneOf', type.values.map(printLiteral));
        case 'array':
        case 'record':
        case 'nullable':
            return call(`codecs.${type.kind}`, [printCodec(type.element, names)]);
        case 'object':
            return [
                'codecs.object<',
                printType({ ...type, open: false }, names),
                objectCodec('>', type.members, names),
            ];
        case 'reference':
            return nameOf(type.schema, names).codec;
        case 'variants':
            return [
                'codecs.variants<',
                printType(type, names),
                {
                    open: `>(${quote(type.property)}, {`,
                    items: type.cases.map(
                        ({ name, schema }) => `${propertyName(name)}: ${nameOf(schema, names).codec}`,
                    ),
                    close: '})',
                    separator: ',',
                    isSpaced: true,
                },
            ];
    }
}

/** `codecs.object(() => ({ id: codecs.string }))`, of which the first part is given. */
export function objectCodec(made: string, members: readonly MemberModel[], names: DeclaredNames): Layout {
    if (members.length === 0) return `${made}(() => ({}))`;
    const items = namedCodecs(members, names);
    return { open: `${made}(() => ({`, items, close: '}))', separator: ',', isSpaced: true };
}

/** `id: codecs.string`, of each. */
export function namedCodecs(members: readonly MemberModel[], names: DeclaredNames): readonly Layout[] {
    return members.map(({ name, type, optional }) => {
        const codec = printCodec(type, names);
        return [`${propertyName(name)}: `, optional ? call('codecs.optional', [codec]) : codec];
    });
}
