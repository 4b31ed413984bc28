import ts from 'typescript';
import { Flow } from '../scope/flow';
import { isBinary, methodOf, shortText } from '../scope/syntax';
import type { Rule } from './rule';

const ORDERS = [
    ts.SyntaxKind.LessThanToken,
    ts.SyntaxKind.LessThanEqualsToken,
    ts.SyntaxKind.GreaterThanToken,
    ts.SyntaxKind.GreaterThanEqualsToken,
];
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
    check({ nodes, scope, project, report }) {
        const flow = new Flow(project, scope.reach);
        const isTime = (node: ts.Expression): boolean => TIMES.has(methodOf(node)?.name ?? '');
        for (const { node } of nodes()) {
            if (!isBinary(node, ...ORDERS)) continue;
            const sides = [node.left, node.right];
            if (!sides.some((side) => flow.sourceOf(side, { isSource: isTime }) !== undefined)) continue;
            const text = shortText(node);
            report({ node, message: `${text} decides by the transaction's time, which its client has chosen.` });
        }
    },
};
