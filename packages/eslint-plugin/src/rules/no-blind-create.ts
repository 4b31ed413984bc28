import ts from 'typescript';
import { Flow } from '../scope/flow';
import type { Operation } from '../scope/stub-call';
import { memberName, methodOf } from '../scope/syntax';
import { argumentsOf } from '../scope/transaction-arguments';
import type { Transaction } from '../scope/transaction-scope';
import type { Rule, RuleContext } from './rule';

const NAMES = ['create', 'add', 'register', 'set'];
const READS = new Set(['read', 'private-read', 'range', 'private-range', 'query', 'page', 'history']);
const OWN = new Set(['getTxID', 'getID', 'getMSPID', 'getMspID', 'clientIdentity', 'getTransient']);

export const noBlindCreate: Rule = {
    name: 'no-blind-create',
    level: 'warn',
    fault: 'What writes without having read overwrites what another client has written meanwhile, and no conflict tells of it.',
    remedy: 'Read the key first, and refuse what is not as the client expects; ctx.state(…).create does both.',
    whenWrong:
        'A key that nobody else can have, of the transaction or of the caller, is not reported. For others disable the line with the reason, or give `names` of your own.',
    example: {
        wrong: 'async createAsset(ctx: Context, id: string) {\n    await ctx.stub.putState(id, ctx.serialize({ id }));\n}',
        right: "async createAsset(ctx: Context, id: string) {\n    if (await ctx.stub.exists(id)) throw new ContractError('EXISTS', id, { status: 409 });\n    await ctx.stub.putState(id, ctx.serialize({ id }));\n}",
    },
    options: ['names'],
    check(context) {
        const names = new RegExp(`^_?(${(context.options.names ?? NAMES).join('|')})(?=$|[^a-z])`);
        for (const transaction of context.scope.transactionsIn(context.file)) {
            const name = transaction.name.charAt(0).toLowerCase() + transaction.name.slice(1);
            if (names.test(name) && transaction.kind === 'submit') checkTransaction(transaction, context);
        }
    },
};

function checkTransaction(transaction: Transaction, context: RuleContext): void {
    const { scope, report } = context;
    const found = scope.reach.trace(transaction.node, scope.operationsIn);
    if (found.some(({ fact }) => READS.has(fact.kind) && !isOnlyPolicy(fact))) return;
    const blind = found.find(({ fact, call }) => call === undefined && isBlind(fact, transaction, context));
    if (blind === undefined) return;
    const isTold = blind.fact.typed && !isDeclaredBlind(blind.fact);
    const what = isTold
        ? 'puts a row, whatever row is there: that one is replaced, where `create` would refuse.'
        : 'writes a key that it has not read: what is there is overwritten, and no conflict tells of it.';
    report({ node: blind.fact.node, message: `${transaction.name} ${what}` });
}

function isOnlyPolicy({ method }: Operation): boolean {
    return method.endsWith('ValidationParameter');
}

/** Whether the call has `{ blind: true }`. */
function isDeclaredBlind({ node }: Operation): boolean {
    const options = node.arguments[1];
    return options !== undefined && ts.isObjectLiteralExpression(options) && options.properties.some(saysBlind);
}

function saysBlind(property: ts.ObjectLiteralElementLike): boolean {
    return ts.isPropertyAssignment(property) && property.name.getText() === 'blind';
}

function isBlind(operation: Operation, transaction: Transaction, { scope, project }: RuleContext): boolean {
    const { kind, typed, method, key } = operation;
    // A put reads the row that it replaces, unless it says otherwise: what is set is meant to be replaced.
    if (typed) return method === 'put' && (isDeclaredBlind(operation) || !/^set/i.test(transaction.name));
    if ((kind !== 'write' && kind !== 'private-write') || operation.value === undefined || key === undefined)
        return false;
    const flow = new Flow(project, scope.reach);
    const isOwn = (node: ts.Expression): boolean => OWN.has(memberName(node) ?? methodOf(node)?.name ?? '');
    if (flow.sourceOf(key, { isSource: isOwn }) !== undefined) return false;
    // One setting for all is meant to be written over; what is created is not.
    if (ts.isStringLiteralLike(key)) return !/^set/i.test(transaction.name);
    return flow.sourceOf(key, { isSource: argumentsOf(transaction, project) }) !== undefined;
}
