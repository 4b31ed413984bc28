import ts from 'typescript';
import { Flow } from '../scope/flow';
import { fullNameOf } from '../scope/names';
import type { Project } from '../scope/project';
import { isWrite, type Operation, operationOf } from '../scope/stub-call';
import { shortText, unwrap } from '../scope/syntax';
import type { Rule } from './rule';

const READS = new Set(['read', 'private-read', 'range', 'private-range', 'query', 'page', 'history']);

export const noRawJson: Rule = {
    name: 'no-raw-json',
    level: 'warn',
    fault: 'JSON.stringify throws on a bigint and leaves the order of members to the author; after JSON.parse a Date is a text.',
    remedy: 'Use ctx.serialize(value) and ctx.deserialize(Type, bytes), or ctx.state.',
    whenWrong:
        'State whose form another chaincode prescribes may need it: disable the line with that reason. Contracts of fabric-contract-api have no serialize, and are not reported.',
    example: {
        wrong: 'await ctx.stub.putState(id, Buffer.from(JSON.stringify(asset)));',
        right: 'await ctx.stub.putState(id, ctx.serialize(asset));',
    },
    check({ file, nodes, operations, scope, project, report }) {
        // Without Heddle's context there is nothing to write instead: in the project, or in the contracts of this file.
        const here = scope.contracts.filter(({ node }) => node.getSourceFile() === file);
        if ((here.length > 0 ? here : scope.contracts).every(({ form }) => form !== 'heddle')) return;
        const flow = new Flow(project, scope.reach);
        const isJson = (node: ts.Node, name: string): boolean =>
            ts.isCallExpression(node) && fullNameOf(node.expression, project) === `JSON.${name}`;
        const tell = (node: ts.Node | undefined, says: string): void => {
            if (node !== undefined) report({ node, message: `${shortText(node)}: ${says}` });
        };
        const isWritten = (node: ts.Expression): boolean => isJson(node, 'stringify') && !isPlainLiteral(node, project);
        const isRead = (node: ts.Expression): boolean => READS.has(operationOf(node, project)?.kind ?? '');
        for (const { operation } of operations())
            tell(jsonIn(operation, flow, isWritten), 'a bigint throws, and members stand in any order.');
        for (const { node } of nodes()) {
            const [text] = ts.isCallExpression(node) && isJson(node, 'parse') ? node.arguments : [];
            if (text !== undefined && flow.sourceOf(text, { isSource: isRead }) !== undefined)
                tell(node, 'a Date is a text then, and compares as one; nothing is checked.');
        }
    },
};

const PLAIN =
    ts.TypeFlags.StringLike |
    ts.TypeFlags.NumberLike |
    ts.TypeFlags.BooleanLike |
    ts.TypeFlags.Null |
    ts.TypeFlags.Undefined;

/** `JSON.stringify({ owner, count: 1 })`: the members stand there, in one order, and none is a bigint or a Date. */
function isPlainLiteral(call: ts.Expression, project: Project): boolean {
    const [value] = ts.isCallExpression(call) ? call.arguments : [];
    return value !== undefined && isPlain(value, project);
}

function isPlain(given: ts.Expression, project: Project): boolean {
    const node = unwrap(given);
    if (ts.isArrayLiteralExpression(node)) return node.elements.every((one) => isPlain(one, project));
    if (!ts.isObjectLiteralExpression(node)) return isPlainType(project.typeOf(node));
    return node.properties.every((property) => {
        if (ts.isPropertyAssignment(property))
            return !ts.isComputedPropertyName(property.name) && isPlain(property.initializer, project);
        return ts.isShorthandPropertyAssignment(property) && isPlainType(project.typeOf(property.name));
    });
}

function isPlainType(type: ts.Type): boolean {
    return (type.isUnion() ? type.types : [type]).every(({ flags }) => (flags & PLAIN) !== 0);
}

/** What makes JSON of a value that is written. */
function jsonIn(
    operation: Operation,
    flow: Flow,
    isSource: (node: ts.Expression) => boolean,
): ts.Expression | undefined {
    const { value, typed } = operation;
    return value === undefined || typed || !isWrite(operation) ? undefined : flow.sourceOf(value, { isSource });
}
