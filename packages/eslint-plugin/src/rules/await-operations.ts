import ts from 'typescript';
import { fullNameOf } from '../scope/names';
import { answersLater, isPromise } from '../scope/promises';
import type { Body } from '../scope/reach';
import { isWrite, operationOf } from '../scope/stub-call';
import {
    isAsync,
    isFunctionNode,
    isInside,
    isLoop,
    memberName,
    methodOf,
    nodesIn,
    returnsOf,
    shortText,
    unwrap,
} from '../scope/syntax';
import type { Rule, RuleContext } from './rule';

/** Methods of lists that wait for nobody, or take a promise for true. */
const WAITS_FOR_NOBODY = new Set(['forEach', 'filter', 'some', 'every', 'find', 'findIndex', 'sort']);
const LOST = 'nobody waits for it: the transaction may end before, and what it writes is lost.';

export const awaitOperations: Rule = {
    name: 'await-operations',
    level: 'error',
    fault: 'A transaction that does not wait for an operation ends without it: a write is lost, and a failure is never seen.',
    remedy: 'Write await before it; for lists a for … of loop, or await Promise.all(list.map(…)).',
    whenWrong: 'Work that has nothing to do with the ledger belongs outside of a transaction.',
    example: {
        wrong: 'ids.forEach(async (id) => { await ctx.stub.deleteState(id); });',
        right: 'for (const id of ids) await ctx.stub.deleteState(id);',
    },
    check(context) {
        for (const body of context.scope.bodiesIn(context.file)) checkBody(body, context);
    },
};

function checkBody(body: Body, context: RuleContext): void {
    for (const node of nodesIn(body)) {
        if (ts.isExpressionStatement(node)) checkDropped(node.expression, context);
        else if (ts.isVoidExpression(node)) checkDropped(node.expression, context);
        else if (ts.isCallExpression(node)) {
            checkCall(node, context);
            checkNested(node, context);
        } else if (ts.isVariableDeclaration(node)) checkVariable(node, body, context);
        if (isCondition(node)) checkCondition(node as ts.Expression, context);
    }
}

/** A promise that is a statement, also as the last part of `a && b`. */
function checkDropped(given: ts.Expression, context: RuleContext): void {
    const node = unwrap(given);
    if (ts.isBinaryExpression(node) && isLazy(node)) {
        checkDropped(node.right, context);
        return;
    }
    if (ts.isConditionalExpression(node)) {
        checkDropped(node.whenTrue, context);
        checkDropped(node.whenFalse, context);
        return;
    }
    const { project, scope, report } = context;
    if (ts.isVoidExpression(node) || ts.isBinaryExpression(node) || ts.isAwaitExpression(node)) return;
    if (isPromise(node, project, scope.reach)) report({ node, message: `${shortText(node)}: ${LOST}` });
    else if (isListOfPromises(node, context)) report({ node, message: `${shortText(node)}: ${LOST}` });
}

function isLazy({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
    return (
        kind === ts.SyntaxKind.AmpersandAmpersandToken ||
        kind === ts.SyntaxKind.BarBarToken ||
        kind === ts.SyntaxKind.QuestionQuestionToken
    );
}

function isListOfPromises(node: ts.Expression, { project }: RuleContext): boolean {
    const method = methodOf(node);
    const [callback] = ts.isCallExpression(node) ? node.arguments : [];
    return (
        method !== undefined &&
        ['map', 'flatMap'].includes(method.name) &&
        callback !== undefined &&
        answersLater(callback, project)
    );
}

/** What calls a function some time, and looks at no answer. */
const LISTENS = new Set(['on', 'once', 'addListener', 'prependListener', 'addEventListener', 'nextTick']);

/** `bus.on('done', async () => …)`, `queueMicrotask(async () => …)` */
function checkListener(node: ts.CallExpression, { project, scope, report }: RuleContext): void {
    const name = methodOf(node)?.name ?? '';
    if (!LISTENS.has(name) && fullNameOf(node.expression, project) !== 'queueMicrotask') return;
    const writes = node.arguments.map(unwrap).some((one: ts.Node) => {
        if (!isFunctionNode(one) || !isAsync(one)) return false;
        return scope.reach.trace(one, scope.operationsIn).some(({ fact }) => isWrite(fact));
    });
    if (writes) report({ node, message: `${shortText(node.expression)} takes no promises: ${LOST}` });
}

function checkCall(node: ts.CallExpression, context: RuleContext): void {
    checkListener(node, context);
    const method = methodOf(node);
    const [callback] = node.arguments;
    if (method === undefined || callback === undefined) return;
    const { project, report } = context;
    if (WAITS_FOR_NOBODY.has(method.name) && answersLater(callback, project) && isList(method.object, context))
        report({ node, message: `${method.name} takes no promises: ${LOST}` });
    const refusal = method.name === 'then' ? node.arguments[1] : method.name === 'catch' ? callback : undefined;
    if (refusal !== undefined && isSilent(refusal) && isWriteCall(method.object, context))
        report({
            node,
            message: `${shortText(node)} hides that the write has failed: the transaction succeeds without it.`,
            remedy: 'Let the error go through: a transaction that fails writes nothing.',
        });
}

const COMBINATORS = /^Promise\.(all|allSettled|any|race)$/;

/** `Promise.all([ids.map(save)])` waits for a list, which is there at once; a `reduce` waits for its last promise alone. */
function checkNested(node: ts.CallExpression, context: RuleContext): void {
    const { project, report } = context;
    const [first] = node.arguments;
    if (first === undefined) return;
    const list = unwrap(first);
    const isCombined = COMBINATORS.test(fullNameOf(node.expression, project) ?? '');
    const elements = isCombined && ts.isArrayLiteralExpression(list) ? list.elements : [];
    for (const element of elements.filter((one) => isListOfPromises(unwrap(one), context)))
        report({ node: element, message: `${shortText(element)} is a list of promises: ${LOST}` });
    if (methodOf(node)?.name === 'reduce' && ignoresTheFirst(list))
        report({ node, message: `reduce waits for its last promise alone: ${LOST}` });
}

/** Whether a function waits for something, and never looks at what it was given first. */
function ignoresTheFirst(callback: ts.Expression): boolean {
    if (!isFunctionNode(callback) || !isAsync(callback)) return false;
    const name = callback.parameters[0]?.name;
    if (name === undefined || !ts.isIdentifier(name)) return false;
    const uses = nodesIn(callback).filter((one) => ts.isIdentifier(one) && one.text === name.text);
    return uses.every((one) => one === name);
}

function isList(node: ts.Expression, { project }: RuleContext): boolean {
    const type = project.checker.getNonNullableType(project.typeOf(node));
    if (project.isUnknown(node) || project.checker.isArrayLikeType(type)) return true;
    return ['Map', 'Set', 'ReadonlySet', 'ReadonlyMap'].includes(type.getSymbol()?.name ?? '');
}

function isSilent(given: ts.Expression): boolean {
    const callback = unwrap(given);
    return (
        isFunctionNode(callback) &&
        !nodesIn(callback).some(ts.isThrowStatement) &&
        !returnsOf(callback).some((value) => /reject|throw/.test(value.getText()))
    );
}

function isWriteCall(node: ts.Expression, { project }: RuleContext): boolean {
    const operation = operationOf(unwrap(node), project);
    return operation !== undefined && isWrite(operation);
}

/** `const done = ctx.stub.putState(…)`, and nothing ever looks at it; or its answer is taken as if it were there. */
function checkVariable(node: ts.VariableDeclaration, body: Body, context: RuleContext): void {
    const { project, scope, report } = context;
    if (node.initializer === undefined || !ts.isIdentifier(node.name)) return;
    const symbol = project.symbolOf(node.name);
    const isUse = (one: ts.Node): boolean =>
        ts.isIdentifier(one) && one !== node.name && project.symbolOf(one) === symbol;
    const uses = nodesIn(body).filter(isUse);
    const tell = (says: string): void => {
        report({ node, message: `${shortText(node)}: ${says}` });
    };
    if (isListOfPromises(unwrap(node.initializer), context)) {
        if (!uses.some(isHandedOn)) tell(LOST);
        return;
    }
    const operation = operationOf(unwrap(node.initializer), project);
    if (!isPromise(node.initializer, project, scope.reach)) return;
    if (operation !== undefined && uses.some(isTakenEarly)) tell('its answer is used before it is there.');
    else if (uses.length === 0 && (operation !== undefined || writesLater(node.initializer, context))) tell(LOST);
    else if (writesLater(node.initializer, context) && uses.every((use) => isOnOnePath(use, node)))
        tell(
            'it is waited for on one path only: on the others the transaction may end before, and what it writes is lost.',
        );
}

/** Whether a promise is that of a write, or of an own function that writes. */
function writesLater(given: ts.Expression, { project, scope }: RuleContext): boolean {
    const node = unwrap(given);
    const operation = operationOf(node, project);
    if (operation !== undefined) return isWrite(operation);
    if (!ts.isCallExpression(node)) return false;
    return scope.reach
        .targetsOf(node)
        .some((target) => scope.reach.trace(target, scope.operationsIn).some(({ fact }) => isWrite(fact)));
}

/** Whether a use stands in a branch that is not taken each time that the declaration is passed. */
function isOnOnePath(use: ts.Node, declaration: ts.Node): boolean {
    for (let at = use; !isInside(declaration, at.parent); at = at.parent) {
        if (isFunctionNode(at)) return false; // it is in other hands
        if (isBranch(at) && !hasUseOnBothSides(at, use)) return true;
    }
    return false;
}

function isBranch(node: ts.Node): boolean {
    const { parent } = node;
    if (ts.isIfStatement(parent)) return node !== parent.expression;
    if (ts.isConditionalExpression(parent)) return node !== parent.condition;
    if (ts.isBinaryExpression(parent)) return isLazy(parent) && node === parent.right;
    if (isLoop(parent)) return node === parent.statement && !ts.isDoStatement(parent);
    return ts.isCaseOrDefaultClause(node) || ts.isCatchClause(node);
}

/** Both branches of an `if` wait for it, or the other one leaves the function with an error. */
function hasUseOnBothSides(branch: ts.Node, use: ts.Node): boolean {
    const { parent } = branch;
    if (!ts.isIfStatement(parent) && !ts.isConditionalExpression(parent)) return ts.isCaseOrDefaultClause(branch);
    const [one, other] = ts.isIfStatement(parent)
        ? [parent.thenStatement, parent.elseStatement]
        : [parent.whenTrue, parent.whenFalse];
    const opposite = branch === one ? other : one;
    if (opposite === undefined) return false;
    return nodesIn(opposite).some(
        (node) => ts.isThrowStatement(node) || (ts.isIdentifier(node) && node.text === use.getText()),
    );
}

/** Whether somebody else may wait for what a list has: it is an argument, is returned, is looped over or put elsewhere. */
function isHandedOn(use: ts.Node): boolean {
    return memberName(use.parent) === undefined || methodOf(use.parent.parent) !== undefined;
}

function isTakenEarly({ parent }: ts.Node): boolean {
    const name = memberName(parent);
    return name !== undefined && ['length', 'toString', 'byteLength', 'equals'].includes(name);
}

const CONDITIONS = new Set([
    ts.SyntaxKind.IfStatement,
    ts.SyntaxKind.ConditionalExpression,
    ts.SyntaxKind.WhileStatement,
]);

/** What stands where a boolean is expected. */
function isCondition(node: ts.Node): boolean {
    const { parent } = node;
    if (ts.isPrefixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.ExclamationToken;
    if (!CONDITIONS.has(parent.kind)) return false;
    return ts.isConditionalExpression(parent)
        ? parent.condition === node
        : (parent as ts.IfStatement).expression === node;
}

function checkCondition(node: ts.Expression, { project, scope, report }: RuleContext): void {
    const inner = unwrap(node);
    if (!ts.isCallExpression(inner) || !isPromise(inner, project, scope.reach)) return;
    report({ node: inner, message: `${shortText(inner)} is a promise, which is always true.` });
}
