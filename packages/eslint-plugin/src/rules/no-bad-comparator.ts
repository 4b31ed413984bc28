import ts from 'typescript';
import { fullNameOf } from '../scope/names';
import type { Project } from '../scope/project';
import { isFunctionNode, methodOf, nodesIn, returnsOf, shortText, unwrap } from '../scope/syntax';
import type { Rule, RuleContext } from './rule';

const SORTS = new Set(['sort', 'toSorted']);
const BOOLEAN = new Set([
    ts.SyntaxKind.LessThanToken,
    ts.SyntaxKind.LessThanEqualsToken,
    ts.SyntaxKind.GreaterThanToken,
    ts.SyntaxKind.GreaterThanEqualsToken,
    ts.SyntaxKind.EqualsEqualsToken,
    ts.SyntaxKind.EqualsEqualsEqualsToken,
    ts.SyntaxKind.ExclamationEqualsToken,
    ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);

export const noBadComparator: Rule = {
    name: 'no-bad-comparator',
    level: 'error',
    fault: 'sort() compares texts, so that 10 comes before 9; and a comparator that answers true or false leaves the order to the engine.',
    remedy: 'Give a comparator that answers a negative number, 0 or a positive one: (a, b) => a - b.',
    whenWrong: 'Lists of texts may be sorted without a comparator.',
    example: { wrong: 'bids.sort((a, b) => a > b);', right: 'bids.sort((a, b) => a - b);' },
    check(context) {
        for (const { node } of context.nodes()) if (ts.isCallExpression(node)) checkCall(node, context);
    },
};

function checkCall(node: ts.CallExpression, { project, report }: RuleContext): void {
    const method = methodOf(node);
    if (method === undefined || !SORTS.has(method.name)) return;
    const elements = elementsOf(method.object, project);
    if (elements === undefined) return;
    const [comparator] = node.arguments;
    if (comparator === undefined) {
        if (isNoText(elements))
            report({
                node,
                message: `${shortText(node)} compares its elements as texts, and they are not texts: 10 comes before 9.`,
            });
        return;
    }
    const says = faultOf(unwrap(comparator), project);
    if (says !== undefined) report({ node: comparator, message: says });
}

function elementsOf(list: ts.Expression, project: Project): ts.Type | undefined {
    const type = project.checker.getNonNullableType(project.typeOf(list));
    if (!project.checker.isArrayType(type)) return undefined;
    return project.checker.getTypeArguments(type as ts.TypeReference)[0];
}

function isNoText(type: ts.Type): boolean {
    const parts = type.isUnion() ? type.types : [type];
    return parts.every(
        (part) =>
            (part.flags & (ts.TypeFlags.NumberLike | ts.TypeFlags.BigIntLike | ts.TypeFlags.BooleanLike)) !== 0 ||
            isPlainObject(part),
    );
}

/** An object is sorted by `[object Object]`, if it has no text of its own. */
function isPlainObject(type: ts.Type): boolean {
    if ((type.flags & ts.TypeFlags.Object) === 0) return false;
    if (type.getSymbol()?.name === 'Date') return true;
    return (
        type.isClassOrInterface() &&
        type.getProperty('toString')?.declarations?.every((one) => one.getSourceFile().isDeclarationFile) === true
    );
}

function faultOf(comparator: ts.Expression, project: Project): string | undefined {
    const fn = project.constantOf(comparator)?.initializer ?? comparator;
    const inner = unwrap(fn);
    if (!isFunctionNode(inner)) return undefined;
    if (
        nodesIn(inner).some(
            (node) => ts.isPropertyAccessExpression(node) && fullNameOf(node, project) === 'Math.random',
        )
    )
        return 'the comparator answers by chance, another way at each endorser.';
    const answers = returnsOf(inner).map(unwrap);
    const isWrong = answers.length > 0 && answers.every((answer) => isBoolean(answer, project));
    return isWrong ? 'the comparator answers true or false, which leaves the order to the engine.' : undefined;
}

function isBoolean(given: ts.Expression, project: Project): boolean {
    // A cast hides the type, and the operator stays.
    const node = unwrap(given);
    if (ts.isConditionalExpression(node))
        return isBoolean(node.whenTrue, project) && isBoolean(node.whenFalse, project);
    if (ts.isBinaryExpression(node)) return BOOLEAN.has(node.operatorToken.kind);
    return project.hasFlags(node, ts.TypeFlags.BooleanLike);
}
