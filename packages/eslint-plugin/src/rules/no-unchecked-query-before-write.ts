import { isToldElsewhere, type Step, walkLedger } from '../scope/ledger-walk';
import { isWrite } from '../scope/stub-call';
import { shortText } from '../scope/syntax';
import type { Rule } from './rule';

const SAYS: Readonly<Record<string, string>> = {
    query: 'its rows are not checked again at commit: another transaction may have changed them.',
    'private-query': 'its rows are not checked again at commit: another transaction may have changed them.',
    history: 'history is in no read set: at commit nobody checks whether it is still so.',
    page: 'the peer refuses writes in a transaction that has read a page.',
};

export const noUncheckedQueryBeforeWrite: Rule = {
    name: 'no-unchecked-query-before-write',
    level: 'error',
    fault: 'What rich queries and histories answer is not checked again at commit, and after a page the peer refuses every write.',
    remedy: 'Find rows by a key or by a range of composite keys, which are checked; or query in an evaluation, and submit what was found as arguments that the transaction checks.',
    whenWrong:
        'Where a row that was found is only a hint, and each one is read again by its key, disable the line with that reason.',
    example: {
        wrong: 'for await (const { key } of ctx.stub.getQueryResult(query)) await ctx.stub.deleteState(key);',
        right: "for await (const { key } of ctx.stub.getStateByPartialCompositeKey('owner~id', [owner])) await ctx.stub.deleteState(key);",
    },
    check({ file, scope, report }) {
        for (const body of scope.membersIn(file)) {
            if (scope.transactionOf(body)?.kind === 'evaluate') continue;
            const told = new Set<unknown>();
            const meet = (step: Step, before: readonly Step[]): void => {
                const [query] = before;
                if (!isWrite(step.operation) || query === undefined || told.has(query.at)) return;
                if (before.every((one) => one.operation.typed) || isToldElsewhere(step, query, scope)) return;
                told.add(query.at);
                const text = [...query.chain, shortText(query.operation.node)].join(' → ');
                report({
                    node: query.at,
                    message: `${text} comes before a write: ${SAYS[query.operation.kind] ?? ''}`,
                });
            };
            walkLedger(body, scope, meet, ({ operation }) => operation.kind in SAYS);
        }
    },
};
