import ts from 'typescript';
import { Flow } from '../scope/flow';
import { isBinary, methodOf, nodesIn, shortText } from '../scope/syntax';
import type { Rule } from './rule';

const TIMES = new Set(['getDateTimestamp', 'getTxTimestamp', 'getTimestamp']);

export const noClientTimeDecision: Rule = {
    name: 'no-client-time-decision',
    level: 'off',
    strictLevel: 'warn',
    fault: 'The time of a transaction is chosen by its client; peers allow minutes, and in some releases any time.',
    remedy: 'Let a term be closed by a transaction of who is trusted with it, or leave room for a wrong clock.',
    whenWrong: 'Where minutes do not matter, disable the line with that reason.',
    example: {
        wrong: "if (ctx.stub.getDateTimestamp() < auction.ends) throw new ContractError('OPEN', 'it is still open');",
        right: "if (auction.state !== 'closed') throw new ContractError('OPEN', 'the auctioneer has not closed it');",
    },
    check({ file, scope, project, report }) {
        const flow = new Flow(project, scope.reach);
        const isTime = (node: ts.Expression): boolean => TIMES.has(methodOf(node)?.name ?? '');
        for (const body of scope.bodiesIn(file))
            for (const node of nodesIn(body)) {
                if (
                    !isBinary(
                        node,
                        ts.SyntaxKind.LessThanToken,
                        ts.SyntaxKind.LessThanEqualsToken,
                        ts.SyntaxKind.GreaterThanToken,
                        ts.SyntaxKind.GreaterThanEqualsToken,
                    )
                )
                    continue;
                if ([node.left, node.right].some((side) => flow.sourceOf(side, { isSource: isTime }) !== undefined))
                    report({
                        node,
                        message: `${shortText(node)} decides by the transaction's time, which its client has chosen.`,
                    });
            }
    },
};
