import { type Step, walkLedger } from '../scope/ledger-walk';
import { shortText } from '../scope/syntax';
import type { Rule, RuleContext } from './rule';

const READS = new Set(['read', 'private-read']);
const RANGES = new Set(['range', 'private-range']);

export const noReadAfterWrite: Rule = {
    name: 'no-read-after-write',
    level: 'error',
    fault: 'getState and ranges answer what was committed before the transaction: a transaction does not see its own writes.',
    remedy: 'Read once, keep the value in a variable and write it once; or use ctx.state, which sees its own changes.',
    whenWrong:
        'A range after a write of other keys is only a warning; read the range first, or disable the line with a reason.',
    example: {
        wrong: 'for (const amount of amounts) {\n    const sum = Number((await ctx.stub.getState(id)).toString());\n    await ctx.stub.putState(id, Buffer.from(String(sum + amount)));\n}',
        right: 'let sum = Number((await ctx.stub.getState(id)).toString());\nfor (const amount of amounts) sum += amount;\nawait ctx.stub.putState(id, Buffer.from(String(sum)));',
    },
    check(context) {
        for (const body of context.scope.membersIn(context.file)) {
            const told = new Set<unknown>();
            walkLedger(
                body,
                context.scope,
                (step, before) => {
                    meet(step, before, context, told);
                },
                ({ operation: { kind, typed } }) => !typed && ['write', 'delete', 'private-write'].includes(kind),
            );
        }
    },
};

function meet(step: Step, before: readonly Step[], { report, scope }: RuleContext, told: Set<unknown>): void {
    const { operation, key, at, chain } = step;
    if (operation.typed || told.has(at) || chain.some((name) => name === '')) return;
    const isReported = scope.project.isOwn(at.getSourceFile());
    if (!isReported) return;
    if (READS.has(operation.kind) && operation.method !== 'getPrivateDataHash') {
        const written = before.find(
            (one) => key !== undefined && one.key?.text === key.text && collectionOf(one) === collectionOf(step),
        );
        if (written === undefined) return;
        told.add(at);
        const text = [...chain, shortText(operation.node)].join(' → ');
        report({
            node: at,
            message: `${text} answers what was there before the transaction, and not what ${written.operation.method} in line ${lineOf(written)} has written.`,
        });
    } else if (RANGES.has(operation.kind) && before.length > 0) {
        told.add(at);
        const text = [...chain, shortText(operation.node)].join(' → ');
        report({ node: at, level: 'warn', message: `${text} does not see what this transaction has written before.` });
    }
}

function collectionOf({ operation }: Step): string {
    return operation.kind.startsWith('private') ? (operation.node.arguments[0]?.getText() ?? '') : '';
}

function lineOf({ at }: Step): number {
    return at.getSourceFile().getLineAndCharacterOfPosition(at.getStart()).line + 1;
}
