import ts from 'typescript';
import { Flow } from '../scope/flow';
import type { Project } from '../scope/project';
import { shortText, unwrap } from '../scope/syntax';
import { argumentsOf } from '../scope/transaction-arguments';
import type { Rule } from './rule';

export const noUntrustedProperty: Rule = {
    name: 'no-untrusted-property',
    level: 'warn',
    fault: 'A name that the client chooses may be __proto__ or constructor: it changes what all objects have, or is lost.',
    remedy: 'Use a Map, or an object of Object.create(null).',
    whenWrong:
        'A name that was looked up in a list of allowed ones before: give it the type of these, or disable the line with that reason.',
    example: {
        wrong: 'votes[choice] = (votes[choice] ?? 0) + 1;',
        right: 'votes.set(choice, (votes.get(choice) ?? 0) + 1);',
    },
    check({ nodes, scope, project, report }) {
        const flow = new Flow(project, scope.reach);
        for (const { node, body } of nodes()) {
            const transaction = scope.transactionOf(body);
            const access = writtenElement(node);
            if (transaction === undefined || access === undefined || !mayBeAnyName(access, project)) continue;
            const isSource = argumentsOf(transaction, project);
            if (flow.sourceOf(access.argumentExpression, { isSource }) === undefined) continue;
            const message = `${shortText(access)} is written under a name that the client chooses, which may be __proto__.`;
            report({ node: access, message });
        }
    },
};

/** `object[name] = …`, `object[name] += …`, `object[name] ??= …`, `object[a][b] = …`. */
function writtenElement(node: ts.Node): ts.ElementAccessExpression | undefined {
    const written = writtenBy(node);
    if (written === undefined) return undefined;
    const target = unwrap(written);
    if (ts.isElementAccessExpression(target)) return target;
    const inner = ts.isPropertyAccessExpression(target) ? unwrap(target.expression) : undefined;
    return inner !== undefined && ts.isElementAccessExpression(inner) ? inner : undefined;
}

function writtenBy(node: ts.Node): ts.Expression | undefined {
    if (ts.isPostfixUnaryExpression(node)) return node.operand;
    if (!ts.isBinaryExpression(node)) return undefined;
    const { kind } = node.operatorToken;
    return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment ? node.left : undefined;
}

function mayBeAnyName({ argumentExpression: name, expression }: ts.ElementAccessExpression, project: Project): boolean {
    const isText = project.isUnknown(name) || (project.typeOf(name).flags & ts.TypeFlags.String) !== 0;
    return isText && !hasNoPrototype(expression, project);
}

function hasNoPrototype(given: ts.Expression, project: Project): boolean {
    const node = unwrap(given);
    const type = project.checker.getNonNullableType(project.typeOf(node));
    if (project.checker.isArrayLikeType(type)) return true;
    const initializer = project.constantOf(node)?.initializer;
    const text = initializer?.getText() ?? '';
    return /Object\.create\(null\)|__proto__: null/.test(text);
}
