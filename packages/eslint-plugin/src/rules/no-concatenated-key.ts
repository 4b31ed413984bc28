import ts from 'typescript';
import type { Project } from '../scope/project';
import type { Operation } from '../scope/stub-call';
import { isBinary, memberOf, settled, shortText } from '../scope/syntax';
import type { Rule } from './rule';

const KEYED = new Set(['read', 'write', 'delete', 'private-read', 'private-write', 'history', 'policy']);

export const noConcatenatedKey: Rule = {
    name: 'no-concatenated-key',
    level: 'warn',
    fault: 'Two values in one text can be taken apart in two ways: ("ab", "c") and ("a", "bc") are one key.',
    remedy: 'Use ctx.stub.createCompositeKey(type, [first, second]), or an entity with a key of two fields.',
    whenWrong: 'Where one part cannot have the sign between them, as a number, disable the line with that reason.',
    example: {
        wrong: 'await ctx.stub.putState(owner + item, bytes);',
        right: "await ctx.stub.putState(ctx.stub.createCompositeKey('item', [owner, item]), bytes);",
    },
    check({ operations, project, report }) {
        for (const { operation } of operations()) {
            const key = concatenationOf(operation, project);
            if (key === undefined) continue;
            const text = shortText(key);
            report({ node: key, message: `${text} puts two values into one key, and other values make the same one.` });
        }
    },
};

function concatenationOf({ key, kind, typed }: Operation, project: Project): ts.Expression | undefined {
    if (key === undefined || typed || !KEYED.has(kind)) return undefined;
    const node = settled(key);
    const made = project.constantOf(node)?.initializer;
    const whole = made === undefined ? node : settled(made);
    return valuesIn(whole, project).length > 1 ? whole : undefined;
}

/** The parts of a text that are no constants. */
function valuesIn(given: ts.Expression, project: Project): readonly ts.Expression[] {
    const node = settled(given);
    if (isBinary(node, ts.SyntaxKind.PlusToken))
        return [...valuesIn(node.left, project), ...valuesIn(node.right, project)];
    if (ts.isTemplateExpression(node))
        return node.templateSpans.flatMap(({ expression }) => valuesIn(expression, project));
    const member = memberOf(node);
    if (ts.isCallExpression(node)) return valuesOfCall(node, project);
    if (member?.object.kind === ts.SyntaxKind.ThisKeyword || /^[A-Z][A-Z0-9_]*$/.test(member?.name ?? '')) return [];
    return isConstant(node, project) ? [] : [node];
}

function valuesOfCall(node: ts.CallExpression, project: Project): readonly ts.Expression[] {
    const member = memberOf(node.expression);
    const joins = member !== undefined && ['join', 'concat'].includes(member.name);
    if (!joins) return [node];
    const list =
        member.name === 'join' && ts.isArrayLiteralExpression(settled(member.object))
            ? (settled(member.object) as ts.ArrayLiteralExpression).elements
            : [member.object, ...node.arguments];
    return list.flatMap((one) => valuesIn(one, project));
}

function isConstant(node: ts.Expression, project: Project): boolean {
    if (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node)) return true;
    if (
        project.hasFlags(node, ts.TypeFlags.StringLiteral | ts.TypeFlags.NumberLiteral | ts.TypeFlags.EnumLiteral) &&
        !project.typeOf(node).isUnion()
    )
        return true;
    const initializer = project.constantOf(node)?.initializer;
    return initializer !== undefined && valuesIn(initializer, project).length === 0;
}
