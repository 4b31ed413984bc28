import ts from 'typescript';
import { fullNameOf } from '../scope/names';
import type { Project } from '../scope/project';
import type { Body } from '../scope/reach';
import {
    type FunctionNode,
    isAsync,
    isBinary,
    isFunctionNode,
    isInside,
    memberName,
    methodOf,
    nodesIn,
    shortText,
    unwrap,
} from '../scope/syntax';
import type { Rule, RuleContext } from './rule';

const RACES = new Set(['Promise.race', 'Promise.any']);
const APPENDS = new Set(['push', 'unshift']);
const SORTS = new Set(['sort', 'toSorted']);

export const noCompletionOrder: Rule = {
    name: 'no-completion-order',
    level: 'error',
    fault: 'Answers of a peer come in any order: what depends on which came first differs between endorsers.',
    remedy: 'Take the list that Promise.all resolves to, which is in the order of the requests.',
    whenWrong: 'A list that is sorted afterwards is not reported.',
    example: {
        wrong: 'await Promise.all(ids.map(async (id) => { found.push(await ctx.stub.getState(id)); }));',
        right: 'const found = await Promise.all(ids.map((id) => ctx.stub.getState(id)));',
    },
    check(context) {
        for (const { node, body } of context.nodes()) if (ts.isCallExpression(node)) checkCall(node, body, context);
    },
};

function checkCall(node: ts.CallExpression, body: Body, { project, report }: RuleContext): void {
    if (RACES.has(fullNameOf(node.expression, project) ?? ''))
        report({ node, message: `${shortText(node)}: which answer comes first is not the same at each endorser.` });
    const appends = concurrentCallbacks(node).flatMap((callback) => appendsAfterWaiting(callback, body, project));
    for (const append of appends)
        report({ node: append, message: `${shortText(append)} runs in the order in which answers come.` });
}

/** Functions that run at the same time for each element, and wait: of `map`, and of `then` inside of it. */
function concurrentCallbacks(node: ts.CallExpression): readonly FunctionNode[] {
    const method = methodOf(node);
    if (method === undefined || !['map', 'flatMap', 'forEach'].includes(method.name)) return [];
    const callbacks: readonly ts.Node[] = node.arguments;
    return callbacks
        .filter(isFunctionNode)
        .filter((fn) => isAsync(fn) || nodesIn(fn).some((one) => methodOf(one)?.name === 'then'));
}

function appendsAfterWaiting(callback: FunctionNode, body: Body, project: Project): readonly ts.Node[] {
    const nodes = nodesIn(callback);
    return nodes.filter((node) => {
        const target = appendedTo(node, project);
        const symbol = target && project.symbolOf(target);
        const declaration = symbol?.valueDeclaration;
        if (symbol === undefined || declaration === undefined || isInside(declaration, callback)) return false;
        return waitsBefore(node, callback, nodes) && !isSorted(symbol, body, project);
    });
}

/** The list or text that a node adds to, or the variable that the first or the last answer gets. */
function appendedTo(node: ts.Node, project: Project): ts.Expression | undefined {
    const method = methodOf(node);
    if (method !== undefined && APPENDS.has(method.name)) return method.object;
    if (!ts.isBinaryExpression(node)) return undefined;
    const { left, right, operatorToken } = node;
    if (operatorToken.kind === ts.SyntaxKind.PlusEqualsToken)
        return project.hasFlags(left, ts.TypeFlags.StringLike) ? left : undefined;
    return ts.isIdentifier(left) && takesOne(operatorToken.kind, left, right, project) ? left : undefined;
}

/** `first ||= id`, `first = first ?? id`, `last = id`; what is true or false in the end is the same in any order. */
function takesOne(operator: ts.SyntaxKind, left: ts.Identifier, given: ts.Expression, project: Project): boolean {
    const right = unwrap(given);
    if (project.hasFlags(right, ts.TypeFlags.BooleanLike) || ts.isLiteralExpression(right)) return false;
    if (operator === ts.SyntaxKind.BarBarEqualsToken || operator === ts.SyntaxKind.QuestionQuestionEqualsToken)
        return true;
    if (operator !== ts.SyntaxKind.EqualsToken || isConstantValue(right)) return false;
    const symbol = project.symbolOf(left);
    const isSum = nodesIn(right).some((one) => ts.isIdentifier(one) && project.symbolOf(one) === symbol);
    return !isSum || isBinary(right, ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken);
}

function isConstantValue(node: ts.Expression): boolean {
    return node.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(node) && node.text === 'undefined');
}

function waitsBefore(node: ts.Node, callback: FunctionNode, nodes: readonly ts.Node[]): boolean {
    const awaits = nodes.some((one) => ts.isAwaitExpression(one) && (one.end <= node.pos || isInside(one, node)));
    if (isAsync(callback) && awaits) return true;
    // In a function that is given to `then`.
    return nodes.some(
        (one) =>
            methodOf(one)?.name === 'then' &&
            (one as ts.CallExpression).arguments.some((argument) => isInside(node, argument)),
    );
}

function isSorted(symbol: ts.Symbol, body: Body, project: Project): boolean {
    return nodesIn(body).some((node) => {
        const sorts = SORTS.has(memberName(node) ?? '');
        return sorts && project.symbolOf((node as ts.PropertyAccessExpression).expression) === symbol;
    });
}
