import ts from 'typescript';
import { Flow } from '../scope/flow';
import { fullNameOf } from '../scope/names';
import type { Project } from '../scope/project';
import type { Body } from '../scope/reach';
import { isContext, type Operation, operationOf } from '../scope/stub-call';
import { isBinary, isInside, methodOf, nodesIn, settled, shortText } from '../scope/syntax';
import type { Rule, RuleContext } from './rule';

const BYTES = new Set(['getState', 'getPrivateData']);
const LAZY = [ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.AmpersandAmpersandToken];

export const noUncheckedParse: Rule = {
    name: 'no-unchecked-parse',
    level: 'error',
    fault: 'A key that is not there has no bytes, and parsing none throws an error of the engine: the client gets 500 instead of 404.',
    remedy: 'Look at bytes.length before, and throw a ContractError with status 404; or use ctx.state(…).getOrThrow.',
    whenWrong: 'A look in a function of your own that gets the bytes, and a try around, are not reported.',
    example: {
        wrong: 'const asset = JSON.parse((await ctx.stub.getState(id)).toString());',
        right: "const bytes = await ctx.stub.getState(id);\nif (bytes.length === 0) throw new ContractError('NOT_FOUND', id, { status: 404 });\nconst asset = JSON.parse(bytes.toString());",
    },
    check(context) {
        const flow = new Flow(context.project, context.scope.reach);
        for (const { node, body } of context.nodes())
            if (ts.isCallExpression(node)) checkCall(node, body, flow, context);
    },
};

function checkCall(node: ts.CallExpression, body: Body, flow: Flow, { project, report }: RuleContext): void {
    const parsed = parsedBy(node, project);
    if (
        parsed === undefined ||
        nodesIn(parsed.value).some((one) => isBinary(one, ...LAZY) || ts.isConditionalExpression(one))
    )
        return;
    const bytes = bytesOf(parsed.value, project);
    const operation = flow.answerOf(bytes);
    if (operation === undefined || !BYTES.has(operation.method) || isLookedAt(node, operation, body, project)) return;
    const level = parsed.level === undefined ? {} : { level: parsed.level };
    report({
        node,
        message: `${shortText(node)} fails with an error of the engine where the key is not there.`,
        ...level,
    });
}

/** What JSON.parse is given; `deserialize` at least throws an error of its own, with a status. */
function parsedBy(
    node: ts.CallExpression,
    project: Project,
): { readonly value: ts.Expression; readonly level?: 'warn' } | undefined {
    const [first, second] = node.arguments;
    if (first !== undefined && fullNameOf(node.expression, project) === 'JSON.parse') return { value: first };
    const method = methodOf(node);
    if (method?.name !== 'deserialize' || second === undefined || !isContext(method.object, project)) return undefined;
    return { value: second, level: 'warn' };
}

/** The bytes of `bytes.toString()`, `String(bytes)`, `Buffer.from(bytes)`, and of a text that is kept. */
function bytesOf(given: ts.Expression, project: Project): ts.Expression {
    const node = settled(given);
    if (operationOf(node, project) !== undefined) return node;
    const inner = textedBy(node) ?? keptText(node, project);
    return inner === undefined ? node : bytesOf(inner, project);
}

/** What a text is made of. */
function textedBy(node: ts.Expression): ts.Expression | undefined {
    if (ts.isTemplateExpression(node)) {
        const [span, ...others] = node.templateSpans;
        return others.length === 0 ? span?.expression : undefined;
    }
    return ts.isCallExpression(node) ? textedByCall(node) : undefined;
}

function textedByCall(node: ts.CallExpression): ts.Expression | undefined {
    const method = methodOf(node);
    if (method === undefined) return node.expression.getText() === 'String' ? node.arguments[0] : undefined;
    if (method.name === 'toString' || method.name === 'trim') return method.object;
    return method.name === 'from' || method.name === 'decode' ? node.arguments[0] : undefined;
}

/** `const text = bytes.toString()` */
function keptText(node: ts.Expression, project: Project): ts.Expression | undefined {
    const initializer = project.constantOf(node)?.initializer;
    return initializer && textedBy(settled(initializer));
}

/** Whether something before looks: a condition that has the bytes or their text, exists, a function that gets them, a try. */
function isLookedAt(parse: ts.CallExpression, operation: Operation, body: Body, project: Project): boolean {
    const names = new Set(
        nodesIn(parse)
            .filter(ts.isIdentifier)
            .map((one) => project.symbolOf(one)),
    );
    const nodes = nodesIn(body);
    const root = nodes
        .filter(ts.isVariableDeclaration)
        .filter((one) => one.initializer !== undefined && isInside(operation.node, one.initializer));
    for (const one of root) names.add(project.symbolOf(one.name));
    const isNamed = (node: ts.Node): boolean =>
        nodesIn(node).some(
            (one) => ts.isIdentifier(one) && isVariable(one, project) && names.has(project.symbolOf(one)),
        );
    return nodes.some((node) => {
        if (ts.isTryStatement(node)) return isInside(parse, node.tryBlock) && node.catchClause !== undefined;
        if (node.pos >= parse.pos && !isInside(parse, node)) return false;
        if (conditionOf(node)?.some((condition) => isNamed(condition) || asksWhetherThere(condition)) === true)
            return true;
        return asksWhetherThere(node) || (isOwnCheck(node, project) && !isInside(parse, node) && isNamed(node));
    });
}

function isVariable(node: ts.Identifier, project: Project): boolean {
    const declaration = project.symbolOf(node)?.valueDeclaration;
    return declaration !== undefined && (ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration));
}

function conditionOf(node: ts.Node): readonly ts.Node[] | undefined {
    if (ts.isIfStatement(node) || ts.isWhileStatement(node) || ts.isSwitchStatement(node)) return [node.expression];
    if (ts.isConditionalExpression(node)) return [node.condition];
    return isBinary(node, ...LAZY) ? [node.left] : undefined;
}

/** `ctx.stub.exists(id)`, `this.assetExists(ctx, id)` */
function asksWhetherThere(node: ts.Node): boolean {
    if (!ts.isCallExpression(node)) return false;
    const name = methodOf(node)?.name ?? node.expression.getText();
    return /exist|assert|ensure|require(?!$)|must|check/i.test(name);
}

/** A call that gets the bytes and may throw: not of a method that only makes a text of them. */
function isOwnCheck(node: ts.Node, project: Project): boolean {
    if (!ts.isCallExpression(node)) return false;
    const declaration = project.checker.getResolvedSignature(node)?.declaration;
    return declaration !== undefined && project.isOwn(declaration.getSourceFile()) && node.arguments.length > 0;
}
