import ts from 'typescript';
import { Flow } from '../scope/flow';
import { isBinary, memberName, nodesIn, settled, shortText, unwrap } from '../scope/syntax';
import type { Rule, RuleContext } from './rule';

const BYTES = new Set([
    'getState',
    'getPrivateData',
    'getPrivateDataHash',
    'getStateValidationParameter',
    'getPrivateDataValidationParameter',
]);
const NOTHING = [
    ts.SyntaxKind.EqualsEqualsToken,
    ts.SyntaxKind.EqualsEqualsEqualsToken,
    ts.SyntaxKind.ExclamationEqualsToken,
    ts.SyntaxKind.ExclamationEqualsEqualsToken,
];

export const noFalsyStateCheck: Rule = {
    name: 'no-falsy-state-check',
    level: 'error',
    fault: 'A key that is not there is an empty Buffer, which is true, and neither null nor undefined: the check always goes one way.',
    remedy: 'Ask for bytes.length > 0, or for await ctx.stub.exists(key).',
    whenWrong: 'A check beside one of the length is not reported.',
    example: {
        wrong: "const bytes = await ctx.stub.getState(id);\nif (bytes) throw new ContractError('EXISTS', id);",
        right: "const bytes = await ctx.stub.getState(id);\nif (bytes.length > 0) throw new ContractError('EXISTS', id);",
    },
    fixable: true,
    check(context) {
        const flow = new Flow(context.project, context.scope.reach);
        for (const { node } of context.nodes()) checkNode(node, flow, context);
    },
};

interface Check {
    /** What is taken for missing or not. */
    readonly value: ts.Expression;
    /** What is to be replaced. */
    readonly whole: ts.Expression;
    /** The same with the length. */
    readonly asks: (bytes: string) => string;
}

function checkNode(node: ts.Node, flow: Flow, { report }: RuleContext): void {
    const check = checkOf(node);
    if (check === undefined || looksAtLength(check)) return;
    const operation = flow.answerOf(check.value);
    if (operation === undefined || operation.typed || !BYTES.has(operation.method)) return;
    const value = unwrap(check.value);
    const fix = ts.isIdentifier(value)
        ? { fix: { start: check.whole.getStart(), end: check.whole.getEnd(), text: check.asks(value.text) } }
        : {};
    report({
        node: check.whole,
        message: `${shortText(check.whole)} is always the same: ${operation.method} answers an empty Buffer for a key that is not there.`,
        ...fix,
    });
}

const there = (bytes: string): string => `${bytes}.length > 0`;
const missing = (bytes: string): string => `${bytes}.length === 0`;

function checkOf(node: ts.Node): Check | undefined {
    if (isBinary(node, ...NOTHING)) return comparison(node);
    if (isBinary(node, ts.SyntaxKind.QuestionQuestionToken)) {
        const value = optionalRoot(node.left);
        return {
            value,
            whole: node,
            asks: (bytes) => `(${there(bytes)} ? ${node.left.getText()} : ${node.right.getText()})`,
        };
    }
    if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
        const operand = unwrap(node.operand);
        if (ts.isPrefixUnaryExpression(operand)) return undefined;
        const isDouble =
            ts.isPrefixUnaryExpression(node.parent) && node.parent.operator === ts.SyntaxKind.ExclamationToken;
        return isDouble
            ? { value: node.operand, whole: node.parent, asks: there }
            : { value: node.operand, whole: node, asks: missing };
    }
    return isTested(node) ? { value: node, whole: node, asks: there } : undefined;
}

/** `bytes` of `bytes?.toString()`. */
function optionalRoot(given: ts.Expression): ts.Expression {
    const node = unwrap(given);
    if (ts.isCallExpression(node)) return optionalRoot(node.expression);
    if (ts.isPropertyAccessExpression(node))
        return node.questionDotToken === undefined ? optionalRootOfChain(node) : node.expression;
    return node;
}

function optionalRootOfChain(node: ts.PropertyAccessExpression): ts.Expression {
    return (node.flags & ts.NodeFlags.OptionalChain) === 0 ? node : optionalRoot(node.expression);
}

function comparison(node: ts.BinaryExpression): Check | undefined {
    const equal = node.operatorToken.getText().startsWith('=');
    const asks = equal ? missing : there;
    if (isNothing(node.right)) return { value: node.left, whole: node, asks };
    return isNothing(node.left) ? { value: node.right, whole: node, asks } : undefined;
}

function isNothing(given: ts.Expression): boolean {
    const node = unwrap(given);
    return node.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(node) && node.text === 'undefined');
}

/** Whether a node stands where only true or false counts. */
function isTested(node: ts.Node): node is ts.Expression {
    const isValue = ts.isIdentifier(node) || ts.isAwaitExpression(node);
    if (!isValue && !(ts.isParenthesizedExpression(node) && ts.isAwaitExpression(unwrap(node)))) return false;
    const { parent } = node;
    if (isBinary(parent, ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.BarBarToken))
        return parent.left === node || ts.isIfStatement(parent.parent) || ts.isWhileStatement(parent.parent);
    return conditionOf(parent) === node;
}

function conditionOf(node: ts.Node): ts.Expression | undefined {
    if (ts.isIfStatement(node) || ts.isWhileStatement(node)) return node.expression;
    return ts.isConditionalExpression(node) ? node.condition : undefined;
}

/** Whether the condition around asks for the length as well: `!bytes || bytes.length === 0`. */
function looksAtLength({ value, whole }: Check): boolean {
    const text = settled(value).getText();
    let around: ts.Node = whole;
    while (
        ts.isParenthesizedExpression(around.parent) ||
        ts.isBinaryExpression(around.parent) ||
        ts.isPrefixUnaryExpression(around.parent) ||
        ts.isConditionalExpression(around.parent)
    )
        around = around.parent;
    return nodesIn(around).some(
        (node) =>
            ['length', 'byteLength', 'toString'].includes(memberName(node) ?? '') &&
            (node as ts.PropertyAccessExpression).expression.getText() === text &&
            !isOnlyRight(node, whole),
    );
}

/** What stands behind `??` is no look. */
function isOnlyRight(node: ts.Node, whole: ts.Node): boolean {
    return isBinary(whole, ts.SyntaxKind.QuestionQuestionToken) && node.pos >= whole.pos && node.end <= whole.end;
}
