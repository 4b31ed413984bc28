import { isToldElsewhere, type Step, walkLedger } from '../scope/ledger-walk';
import { shortText } from '../scope/syntax';
import type { Rule } from './rule';

export const noSecondEvent: Rule = {
    name: 'no-second-event',
    level: 'error',
    fault: 'A transaction has one event: with the second setEvent the first one is lost.',
    remedy: 'Put all into one event, or emit several by ctx.emit, which packs them into one.',
    whenWrong: 'Two events of which only one can happen stand in branches that exclude each other.',
    example: {
        wrong: "ctx.stub.setEvent('Paid', paid);\nctx.stub.setEvent('Shipped', shipped);",
        right: 'ctx.emit(Paid, { id });\nctx.emit(Shipped, { id });',
    },
    check({ file, scope, report }) {
        for (const body of scope.membersIn(file)) {
            const told = new Set<unknown>();
            const meet = (step: Step, before: readonly Step[]): void => {
                if (step.operation.method !== 'setEvent' || told.has(step.at)) return;
                if (before.every((one) => isToldElsewhere(step, one, scope))) return;
                told.add(step.at);
                report({
                    node: step.at,
                    message: `${shortText(step.operation.node)} is a second event: the first one is lost.`,
                });
            };
            walkLedger(body, scope, meet, ({ operation }) => operation.method === 'setEvent');
        }
    },
};
