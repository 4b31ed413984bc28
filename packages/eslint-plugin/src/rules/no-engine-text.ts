import ts from 'typescript';
import { Flow } from '../scope/flow';
import type { Project } from '../scope/project';
import { enclosing, memberOf, nodesIn, shortText, unwrap } from '../scope/syntax';
import { outputsOf } from './outputs';
import type { Rule } from './rule';

const TEXTS = new Set(['message', 'stack']);

export const noEngineText: Rule = {
    name: 'no-engine-text',
    level: 'warn',
    fault: 'Messages and stacks of errors are the engine’s: they change with its version and with each build.',
    remedy: 'Write a text or code of your own; messages of ContractError are yours.',
    whenWrong: 'An error that is known to be your own is told by instanceof; inside of that check nothing is reported.',
    example: {
        wrong: "try { JSON.parse(json); } catch (error) { note = error.message; }\nawait ctx.stub.putState('note', Buffer.from(note));",
        right: "try { JSON.parse(json); } catch { note = 'not JSON'; }\nawait ctx.stub.putState('note', Buffer.from(note));",
    },
    check({ file, scope, project, report }) {
        const flow = new Flow(project, scope.reach);
        const isSource = (node: ts.Expression): boolean => isEngineText(node, project);
        for (const { value, to } of scope.bodiesIn(file).flatMap((body) => outputsOf(body, scope))) {
            const source = to === 'private' ? undefined : flow.sourceOf(value, { isSource });
            if (source === undefined) continue;
            const message = `${shortText(source)} is the engine's, and goes into the ${to}: other versions of Node.js say it in another way.`;
            report({ node: source, message });
        }
    },
};

function isEngineText(node: ts.Expression, project: Project): boolean {
    if (ts.isCallExpression(node)) return isTextOfError(node, project);
    const member = memberOf(node);
    if (member === undefined || !TEXTS.has(member.name)) return false;
    const object = unwrap(member.object);
    return isError(object, project) && !isKnownAs(object);
}

/** `String(error)`, `error.toString()` */
function isTextOfError(node: ts.CallExpression, project: Project): boolean {
    const member = memberOf(node.expression);
    const object =
        member?.name === 'toString'
            ? member.object
            : node.expression.getText() === 'String'
              ? node.arguments[0]
              : undefined;
    return object !== undefined && isError(unwrap(object), project) && !isKnownAs(unwrap(object));
}

function isError(node: ts.Expression, project: Project): boolean {
    if (ts.isIdentifier(node)) {
        const declaration = project.symbolOf(node)?.valueDeclaration;
        if (declaration !== undefined && ts.isCatchClause(declaration.parent)) return true;
    }
    const name = project.checker.getNonNullableType(project.typeOf(node)).getSymbol()?.name;
    return (
        name !== undefined &&
        /^(Error|SyntaxError|TypeError|RangeError|ReferenceError|EvalError|URIError|AggregateError)$/.test(name)
    );
}

/** Inside of `if (error instanceof ContractError)` it is the author's text. */
function isKnownAs(object: ts.Expression): boolean {
    const name = object.getText();
    const tests = (node: ts.Node): boolean =>
        nodesIn(node).some(
            (one) =>
                ts.isBinaryExpression(one) &&
                one.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword &&
                one.left.getText() === name &&
                !/^[A-Z]?[a-z]*Error$/.test(one.right.getText()),
        );
    const branch = enclosing(
        object,
        (at): at is ts.IfStatement | ts.ConditionalExpression =>
            (ts.isIfStatement(at) && tests(at.expression)) || (ts.isConditionalExpression(at) && tests(at.condition)),
    );
    return branch !== undefined;
}
