import ts from 'typescript';
import { isWrite, type Operation } from '../scope/stub-call';
import { methodOf, shortText, unwrap } from '../scope/syntax';
import type { Rule } from './rule';

export const noCrossChannelWrite: Rule = {
    name: 'no-cross-channel-write',
    level: 'warn',
    fault: 'A chaincode that is called on another channel can only be read: what it writes is dropped, and its reads are not checked at commit.',
    remedy: 'Call it on the same channel, or let the client submit a transaction of its own on the other one.',
    whenWrong: 'Where the called transaction only reads, disable the line with that reason.',
    example: {
        wrong: "await ctx.stub.invokeChaincode('bank', ['debit', id, '5'], 'otherchannel');",
        right: "await ctx.stub.invokeChaincode('bank', ['debit', id, '5']);",
    },
    check({ file, scope, report }) {
        for (const body of scope.membersIn(file)) {
            if (scope.transactionOf(body)?.kind === 'evaluate') continue;
            const found = scope.reach.trace(body, scope.operationsIn);
            if (!found.some(({ fact }) => isWrite(fact))) continue;
            for (const { fact, call } of found)
                if (isOnOtherChannel(fact))
                    report({
                        node: call ?? fact.node,
                        message: `${shortText(fact.node)} runs on another channel: nothing that it writes is kept.`,
                    });
        }
    },
};

function isOnOtherChannel({ method, node }: Operation): boolean {
    if (method === 'invokeChaincode') return isChannel(node.arguments[2]);
    const options = node.arguments[3];
    if (method !== 'callChaincode' || options === undefined) return false;
    const literal = unwrap(options);
    if (!ts.isObjectLiteralExpression(literal)) return false;
    return literal.properties.some(
        (one) => ts.isPropertyAssignment(one) && one.name.getText() === 'channel' && isChannel(one.initializer),
    );
}

function isChannel(given: ts.Expression | undefined): boolean {
    if (given === undefined) return false;
    const node = unwrap(given);
    if (ts.isStringLiteralLike(node)) return node.text !== '';
    return (
        node.getText() !== 'undefined' &&
        node.kind !== ts.SyntaxKind.NullKeyword &&
        !/getChannelID$/.test(methodOf(node)?.name ?? '')
    );
}
