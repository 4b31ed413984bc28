import { bodyName } from '../scope/reach';
import { isWrite } from '../scope/stub-call';
import { shortText } from '../scope/syntax';
import type { Rule } from './rule';

export const noWriteInEvaluate: Rule = {
    name: 'no-write-in-evaluate',
    level: 'error',
    fault: 'What an evaluated transaction writes goes nowhere; Heddle refuses it with READ_ONLY_TRANSACTION.',
    remedy: 'Make it a @Transaction(), which clients submit, or leave the write out.',
    whenWrong: 'A helper that writes only for other callers: give it a parameter, or split it.',
    example: {
        wrong: '@Evaluate()\nasync touch(ctx: Context, id: string): Promise<void> {\n    await ctx.stub.putState(id, Buffer.from(id));\n}',
        right: '@Transaction()\nasync touch(ctx: Context, id: string): Promise<void> {\n    await ctx.stub.putState(id, Buffer.from(id));\n}',
    },
    check({ file, scope, report }) {
        const evaluated = scope.transactionsIn(file).filter(({ kind }) => kind === 'evaluate');
        const found = evaluated.flatMap(({ node, name }) =>
            scope.reach.trace(node, scope.operationsIn).map((one) => ({ ...one, name })),
        );
        for (const { fact, call, chain, name } of found) {
            if (!isWrite(fact)) continue;
            const way = [...chain.map(bodyName), shortText(fact.node)].join(' → ');
            const message = `${way} writes, and ${name} is only evaluated: the write goes nowhere.`;
            report({ node: call ?? fact.node, message });
        }
    },
};
