import ts from 'typescript';
import type { Body } from '../scope/reach';
import { isWrite } from '../scope/stub-call';
import { isInside, nodesOfBody } from '../scope/syntax';
import type { Rule, RuleContext } from './rule';

export const noSwallowedFailure: Rule = {
    name: 'no-swallowed-failure',
    level: 'warn',
    fault: 'A transaction that catches its own failure succeeds, with the writes that it had made until then.',
    remedy: 'Let the error go through, or throw another one: a transaction that fails writes nothing.',
    whenWrong: 'Where nothing was written before what may fail, move the writes behind the try.',
    example: {
        wrong: "try {\n    await ctx.stub.putState(from, debited);\n    await pay(ctx, to);\n} catch {\n    return 'failed';\n}",
        right: 'await ctx.stub.putState(from, debited);\nawait pay(ctx, to); // what it throws ends the transaction',
    },
    check(context) {
        for (const { node, body } of context.nodes()) if (ts.isTryStatement(node)) checkTry(node, body, context);
    },
};

function checkTry({ tryBlock, catchClause }: ts.TryStatement, body: Body, { scope, report }: RuleContext): void {
    if (catchClause === undefined || goesOn(catchClause)) return;
    const writes = scope.reach
        .trace(body, scope.operationsIn)
        .some(({ fact, call }) => isWrite(fact) && isInside(call ?? fact.node, tryBlock));
    if (writes)
        report({
            node: catchClause,
            message: 'the failure ends here, and what was written before stays: half of the transaction is committed.',
        });
}

/** Whether a failure goes on from a catch: it throws, or answers with an error as a chaincode does. */
function goesOn({ block }: ts.CatchClause): boolean {
    return nodesOfBody(block).some(
        (node) =>
            ts.isThrowStatement(node) ||
            (ts.isReturnStatement(node) && /\b(error|reject|fail\w*)\s*\(/i.test(node.getText())),
    );
}
