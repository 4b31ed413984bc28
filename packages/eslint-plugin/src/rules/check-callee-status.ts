import ts from 'typescript';
import type { Project } from '../scope/project';
import type { Body } from '../scope/reach';
import type { Operation } from '../scope/stub-call';
import { memberName, nodesIn, outerOf, shortText } from '../scope/syntax';
import type { Rule } from './rule';

export const checkCalleeStatus: Rule = {
    name: 'check-callee-status',
    level: 'error',
    fault: 'invokeChaincode resolves also where the called chaincode has refused: who does not look at the status commits all the same.',
    remedy: 'Throw where status is 400 or above; ctx.callChaincode does so by itself.',
    whenWrong: 'A response that is returned or handed to a function of your own is not reported.',
    example: {
        wrong: "await ctx.stub.invokeChaincode('bank', ['debit', id, '5']);",
        right: "const { status, message } = await ctx.stub.invokeChaincode('bank', ['debit', id, '5']);\nif (status >= 400) throw new ContractError('REFUSED', message);",
    },
    check({ operations, project, report }) {
        for (const { operation, body } of operations()) {
            if (operation.method !== 'invokeChaincode' || !isIgnored(operation, body, project)) continue;
            const text = shortText(operation.node);
            report({ node: operation.node, message: `${text} may have been refused, and nobody looks at its status.` });
        }
    },
};

function isIgnored({ node }: Operation, body: Body, project: Project): boolean {
    const outer = outerOf(node);
    if (ts.isExpressionStatement(outer) || ts.isVoidExpression(outer)) return true;
    const member = memberName(outer);
    if (member !== undefined) return member === 'payload' || member === 'message';
    if (!ts.isVariableDeclaration(outer)) return false;
    return ts.isObjectBindingPattern(outer.name)
        ? !takesStatus(outer.name)
        : ts.isIdentifier(outer.name) && isNeverAsked(outer.name, body, project);
}

function takesStatus({ elements }: ts.ObjectBindingPattern): boolean {
    return elements.some(
        ({ name, propertyName, dotDotDotToken }) =>
            dotDotDotToken !== undefined || (propertyName ?? name).getText() === 'status',
    );
}

/** Whether every use of a response takes another member of it. */
function isNeverAsked(name: ts.Identifier, body: Body, project: Project): boolean {
    const symbol = project.symbolOf(name);
    const uses = nodesIn(body).filter(
        (node) => ts.isIdentifier(node) && node !== name && project.symbolOf(node) === symbol,
    );
    return uses.every(({ parent }) => {
        if (ts.isVariableDeclaration(parent) && ts.isObjectBindingPattern(parent.name))
            return !takesStatus(parent.name);
        const member = memberName(parent);
        return member === 'payload' || member === 'message';
    });
}
