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
        for (const { node, kind, name } of scope.transactionsIn(file)) {
            if (kind !== 'evaluate') continue;
            const told = new Set<unknown>();
            for (const { fact, call, chain } of scope.reach.trace(node, scope.operationsIn)) {
                const at = call ?? fact.node;
                if (!isWrite(fact) || told.has(at)) continue;
                told.add(at);
                const way = [...chain.map(bodyName), shortText(fact.node)].join(' → ');
                report({ node: at, message: `${way} writes, and ${name} is only evaluated: the write goes nowhere.` });
            }
        }
    },
};
