import { isToldElsewhere, type Step, walkLedger } from '../scope/ledger-walk';
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

function meet(step: Step, before: readonly Step[], context: RuleContext, told: Set<unknown>): void {
    const { operation, at } = step;
    if (operation.typed || told.has(at)) return;
    const says = READS.has(operation.kind) ? ofRead(step, before, context) : ofRange(step, before, context);
    if (says === undefined) return;
    told.add(at);
    const text = [...step.chain, shortText(operation.node)].join(' → ');
    context.report({ node: at, message: `${text} ${says.message}`, ...says.level });
}

interface Says {
    readonly message: string;
    readonly level?: { readonly level: 'warn' };
}

function ofRead(step: Step, before: readonly Step[], { scope }: RuleContext): Says | undefined {
    const { key, operation } = step;
    if (key === undefined || operation.method === 'getPrivateDataHash') return undefined;
    const written = before.find((one) => one.key?.text === key.text && collectionOf(one) === collectionOf(step));
    if (written === undefined || isToldElsewhere(step, written, scope)) return undefined;
    const { method } = written.operation;
    const message = `answers what was there before the transaction, and not what ${method} in line ${lineOf(written)} has written.`;
    return { message };
}

function ofRange(step: Step, before: readonly Step[], { scope }: RuleContext): Says | undefined {
    if (!RANGES.has(step.operation.kind) || before.every((one) => isToldElsewhere(step, one, scope))) return undefined;
    return { message: 'does not see what this transaction has written before.', level: { level: 'warn' } };
}

function collectionOf({ operation }: Step): string {
    return operation.kind.startsWith('private') ? (operation.node.arguments[0]?.getText() ?? '') : '';
}

function lineOf({ at }: Step): number {
    return at.getSourceFile().getLineAndCharacterOfPosition(at.getStart()).line + 1;
}
