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
        const submitted = scope.membersIn(file).filter((body) => scope.transactionOf(body)?.kind !== 'evaluate');
        const writing = submitted
            .map((body) => scope.reach.trace(body, scope.operationsIn))
            .filter((found) => found.some(({ fact }) => isWrite(fact)));
        for (const { fact, call } of writing.flat()) {
            if (!isOnOtherChannel(fact)) continue;
            const text = shortText(fact.node);
            const message = `${text} runs on another channel: nothing that it writes is kept.`;
            report({ node: call ?? fact.node, message });
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
        methodOf(node)?.name !== 'getChannelID'
    );
}
