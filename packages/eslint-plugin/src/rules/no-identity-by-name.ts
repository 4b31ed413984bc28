import ts from 'typescript';
import { Flow } from '../scope/flow';
import { isBinary, memberName, memberOf, methodOf, outerOf, shortText, unwrap } from '../scope/syntax';
import type { Rule, RuleContext } from './rule';

const IDS = new Set(['getID', 'getIDBytes', 'getShimID', 'getGoID']);
const PARTS = new Set(['includes', 'indexOf', 'startsWith', 'endsWith', 'match', 'search', 'lastIndexOf']);
const YES_OR_NO = new Set(['includes', 'startsWith', 'endsWith', 'test']);
const NAMES = new Set(['commonName', 'CN', 'subject']);
const COMPARES = [
    ts.SyntaxKind.EqualsEqualsToken,
    ts.SyntaxKind.EqualsEqualsEqualsToken,
    ts.SyntaxKind.ExclamationEqualsToken,
    ts.SyntaxKind.ExclamationEqualsEqualsToken,
];

export const noIdentityByName: Rule = {
    name: 'no-identity-by-name',
    level: 'error',
    fault: 'A common name is what one organization has put into a certificate: each other one can issue the same.',
    remedy: 'Compare the whole ctx.clientIdentity.getID(), the MSP id, or an attribute together with the MSP id.',
    whenWrong: 'A name that is only shown is not reported.',
    example: {
        wrong: "if (!ctx.clientIdentity.getID().includes('CN=admin')) throw new ContractError('DENIED', 'admins only');",
        right: "if (ctx.clientIdentity.getMSPID() !== 'Org1MSP' || !ctx.clientIdentity.assertAttributeValue('role', 'admin'))\n    throw new ContractError('DENIED', 'admins only');",
    },
    check(context) {
        const flow = new Flow(context.project, context.scope.reach);
        let end = -1;
        for (const { node } of context.nodes()) {
            // A comparison tells of what it compares.
            if ((node.pos < end && node.end <= end) || !isByName(node, flow, context)) continue;
            end = node.end;
            const text = shortText(node);
            const message = `${text} compares a part of the caller's name, which any organization can issue.`;
            context.report({ node, message });
        }
    },
};

function isByName(node: ts.Node, flow: Flow, context: RuleContext): boolean {
    if (ts.isCallExpression(node)) return decides(node) && looksForPart(node, flow, context);
    if (!isBinary(node, ...COMPARES)) return false;
    const sides = [unwrap(node.left), unwrap(node.right)];
    return !sides.some((side) => memberName(side) === 'length') && sides.some((side) => isPart(side, flow));
}

/** `id.includes('CN=admin')`, `/CN=admin/.test(id)` */
function looksForPart(node: ts.CallExpression, flow: Flow, context: RuleContext): boolean {
    const method = methodOf(node);
    const [first] = node.arguments;
    if (method?.name === 'test' && first !== undefined) return isOfId(first, flow) && isRegExp(method.object, context);
    return method !== undefined && PARTS.has(method.name) && isOfId(method.object, flow) && !isType(first);
}

/** Whether a call stands in a condition or a comparison, or is what a function answers: a name that is kept decides nothing. */
function decides(node: ts.Node): boolean {
    const outer = outerOf(node);
    if (ts.isIfStatement(outer) || ts.isConditionalExpression(outer) || ts.isPrefixUnaryExpression(outer)) return true;
    if (ts.isVariableDeclaration(outer) || ts.isReturnStatement(outer) || ts.isArrowFunction(outer))
        return YES_OR_NO.has(methodOf(node)?.name ?? '');
    return (
        ts.isBinaryExpression(outer) &&
        !isBinary(outer, ts.SyntaxKind.EqualsToken, ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.PlusToken)
    );
}

/** `x509::` begins every id. */
function isType(argument: ts.Expression | undefined): boolean {
    return argument !== undefined && ts.isStringLiteralLike(argument) && /^(x509)?:*$/.test(argument.text);
}

function isRegExp(node: ts.Expression, { project }: RuleContext): boolean {
    return ts.isRegularExpressionLiteral(unwrap(node)) || project.isOfType(node, 'RegExp');
}

function isOfId(node: ts.Expression, flow: Flow): boolean {
    return flow.sourceOf(node, { isSource: isId }) !== undefined;
}

function isId(node: ts.Expression): boolean {
    return IDS.has(methodOf(node)?.name ?? '') || memberName(node) === 'idBytes';
}

/** A value that is cut out of an id, or the common name of a certificate. */
function isPart(given: ts.Expression, flow: Flow): boolean {
    const isCut = (node: ts.Expression): boolean => {
        if (NAMES.has(memberName(node) ?? ''))
            return memberOf(node) !== undefined && isOfId((node as ts.PropertyAccessExpression).expression, flow);
        const method = methodOf(node);
        return (
            method !== undefined &&
            ['split', 'slice', 'substring', 'substr', 'match', 'exec', 'replace'].includes(method.name) &&
            [method.object, ...(node as ts.CallExpression).arguments].some((one) => isOfId(one, flow))
        );
    };
    return flow.sourceOf(given, { isSource: isCut }) !== undefined;
}
