import ts from 'typescript';
import { type Memory, memoryOf } from '../scope/memory';
import type { Project } from '../scope/project';
import type { Body } from '../scope/reach';
import { isBinary, isInside, methodOf, nodesIn, unwrap } from '../scope/syntax';
import type { Rule, RuleContext } from './rule';

const MUTATIONS: Readonly<Record<string, readonly string[]>> = {
    Map: ['set', 'delete', 'clear'],
    WeakMap: ['set', 'delete'],
    Set: ['add', 'delete', 'clear'],
    WeakSet: ['add', 'delete'],
    // What was taken of it is gone for the next transaction.
    Generator: ['next', 'return', 'throw'],
    AsyncGenerator: ['next', 'return', 'throw'],
    Iterator: ['next'],
    IterableIterator: ['next'],
    Array: ['push', 'pop', 'shift', 'unshift', 'splice', 'sort', 'reverse', 'fill', 'copyWithin'],
};
const HOLDS: Readonly<Record<Memory['what'], string>> = {
    module: 'a variable of the module',
    instance: 'a field of the instance, which serves all transactions,',
    static: 'a static field',
    global: 'a global',
};

export const noStateInMemory: Rule = {
    name: 'no-state-in-memory',
    level: 'error',
    fault: 'What a transaction leaves in memory is there for the next one at this endorser only, and is gone after a restart.',
    remedy: 'Keep it in the ledger, or in variables of the transaction.',
    whenWrong:
        'A value that depends on constants alone is kept with `??=`, which is not reported; others can be named in `allow`.',
    example: {
        wrong: 'next += 1; // let next = 0, outside of the class',
        right: "const next = Number((await ctx.stub.getState('next')).toString() || '0') + 1;",
    },
    options: ['allow'],
    check(context) {
        for (const body of context.scope.bodiesIn(context.file)) checkBody(body, context);
    },
};

function checkBody(body: Body, { scope, project, options, report }: RuleContext): void {
    // A constructor of a helper makes an object of the transaction.
    const isContract = scope.isMember(body);
    for (const node of nodesIn(body)) {
        const changed = changedBy(node, project);
        const memory = changed && memoryOf(changed, { body, project, isContract });
        if (memory === undefined || memory.text === 'this' || isConstantCache(node, body, project)) continue;
        if (options.allow?.includes(memory.text) === true) continue;
        report({
            node,
            message: `${memory.text} is ${HOLDS[memory.what]} and outlives the transaction: other endorsers have another one.`,
        });
    }
}

/** The variable or member that a node assigns to, or the object that it changes. */
function changedBy(node: ts.Node, project: Project): ts.Expression | undefined {
    if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) return targetOf(node.left);
    if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
        const changes =
            node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken;
        return changes ? node.operand : undefined;
    }
    if (ts.isDeleteExpression(node)) return node.expression;
    return ts.isCallExpression(node) ? mutatedBy(node, project) : undefined;
}

function targetOf(left: ts.Expression): ts.Expression | undefined {
    const target = unwrap(left);
    return ts.isIdentifier(target) || ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target)
        ? target
        : undefined;
}

function isAssignment(kind: ts.SyntaxKind): boolean {
    return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

function mutatedBy(node: ts.CallExpression, project: Project): ts.Expression | undefined {
    const method = methodOf(node);
    if (method === undefined) return undefined;
    if (method.name === 'assign' && method.object.getText() === 'Object') return node.arguments[0];
    if (['test', 'exec'].includes(method.name) && remembersItsPlace(method.object, project)) return method.object;
    const mutates = Object.entries(MUTATIONS).some(
        ([type, names]) => names.includes(method.name) && isCollection(method.object, type, project),
    );
    return mutates ? method.object : undefined;
}

/** A pattern with the flag g or y goes on where its last match has ended. */
function remembersItsPlace(node: ts.Expression, project: Project): boolean {
    const pattern = project.constantOf(unwrap(node))?.initializer;
    return pattern !== undefined && ts.isRegularExpressionLiteral(pattern) && /[gy][a-z]*$/.test(pattern.text);
}

function isCollection(node: ts.Expression, type: string, project: Project): boolean {
    return type === 'Array'
        ? project.checker.isArrayType(project.checker.getNonNullableType(project.typeOf(node)))
        : project.isOfType(node, type);
}

/** `pattern ??= new RegExp(…)`: the same in every process, if it is made of constants. */
function isConstantCache(node: ts.Node, body: Body, project: Project): boolean {
    if (!isBinary(node, ts.SyntaxKind.QuestionQuestionEqualsToken, ts.SyntaxKind.BarBarEqualsToken)) return false;
    return !nodesIn(node.right).some((one) => {
        if (ts.isAwaitExpression(one)) return true;
        if (!ts.isIdentifier(one)) return false;
        const declaration = project.symbolOf(one)?.valueDeclaration;
        return declaration !== undefined && isInside(declaration, body) && !isInside(declaration, node.right);
    });
}
