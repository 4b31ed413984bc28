import ts from 'typescript';
import { Flow } from '../scope/flow';
import type { Project } from '../scope/project';
import type { Body } from '../scope/reach';
import { isPrivateState, keyFieldsOf, operationOf } from '../scope/stub-call';
import { decoratorsOf, isFunctionNode, methodOf, nameText, nodesIn, shortText } from '../scope/syntax';
import type { Transaction } from '../scope/transaction-scope';
import { outputsOf } from './outputs';
import type { Rule, RuleContext } from './rule';

const TO: Readonly<Record<string, string>> = {
    state: 'public state, which every organization of the channel has',
    event: 'an event, which is in the block',
    result: 'the result, which is in the block when the transaction is submitted',
};
const TYPED_READS = new Set(['get', 'getMany', 'getOrThrow', 'find', 'findBy']);
/** What tells nothing of the bytes that went in. */
const ENDS = /hash|digest|hmac|sign|verify|encrypt|compare|equal|matches|length|size|exists|count|redact|mask|public/i;

export const noPrivateLeak: Rule = {
    name: 'no-private-leak',
    level: 'error',
    fault: 'Arguments, results, events and public writes of a submitted transaction are in the block, for every organization of the channel.',
    remedy: 'Take private values from transient data, keep them by putPrivateData, and give out at most a hash with a salt.',
    whenWrong:
        'Hashes, lengths and comparisons are not reported. What an evaluation returns is in no block, and is not reported either; a value that is meant for all can be shown by a disable comment with that reason.',
    example: {
        wrong: "const price = await ctx.stub.getPrivateData('prices', id);\nctx.stub.setEvent('Priced', price);",
        right: "ctx.stub.setEvent('Priced', Buffer.from(id));",
    },
    check(context) {
        const flow = new Flow(context.project, context.scope.reach);
        for (const body of context.scope.bodiesIn(context.file)) {
            const transaction = context.scope.transactionOf(body);
            checkOutputs(body, transaction, flow, context);
            if (transaction !== undefined) checkArguments(transaction, flow, context);
        }
    },
};

function checkOutputs(body: Body, transaction: Transaction | undefined, flow: Flow, context: RuleContext): void {
    const known = publicTexts(body, context);
    const stops = (node: ts.Expression): boolean => endsFlow(node) || known.has(node.getText());
    const isSource = (node: ts.Expression): boolean => isPrivate(node, context.project);
    for (const { value, to } of outputsOf(body, context.scope)) {
        if (to === 'private' || (to === 'result' && !isCommitted(transaction, context))) continue;
        const source = flow.sourceOf(value, { isSource, stops });
        if (source === undefined) continue;
        context.report({ node: value, message: `${shortText(source)} is private, and goes into ${TO[to] ?? ''}.` });
    }
}

/** What is a key of public state is public by that. */
function publicTexts(body: Body, { scope }: RuleContext): ReadonlySet<string> {
    const keys = scope.operationsIn(body).filter(({ kind }) => kind === 'write' || kind === 'read');
    return new Set(keys.flatMap(({ key }) => (key === undefined ? [] : [key.getText()])));
}

function isPrivate(node: ts.Expression, project: Project): boolean {
    const operation = operationOf(node, project);
    if (operation?.typed === true)
        return TYPED_READS.has(operation.method) && isPrivateState(operation, project) === true;
    if (operation !== undefined) return ['private-read', 'private-range', 'private-query'].includes(operation.kind);
    return methodOf(node)?.name === 'getTransient';
}

function endsFlow(node: ts.Expression): boolean {
    if (!ts.isCallExpression(node)) return false;
    const name = methodOf(node)?.name ?? node.expression.getText();
    return ENDS.test(name) || name === 'keys' || name === 'has';
}

/** Whether the result of a transaction comes into a block: its decorator says that it is submitted, or it writes. */
function isCommitted(transaction: Transaction | undefined, { scope }: RuleContext): boolean {
    if (transaction === undefined || transaction.kind === 'evaluate') return false;
    if (decoratorsOf(transaction.member).some(({ name }) => name === 'Transaction')) return true;
    const operations = scope.reach.trace(transaction.node, scope.operationsIn);
    return operations.some(({ fact }) => ['write', 'delete', 'private-write', 'policy', 'event'].includes(fact.kind));
}

/** An argument that goes to private data stands in the block already. */
function checkArguments({ node }: Transaction, flow: Flow, { scope, project, report }: RuleContext): void {
    if (!isFunctionNode(node)) return;
    const parameters = new Set(node.parameters.slice(1).map(({ name }) => project.symbolOf(name)));
    for (const operation of scope.operationsIn(node)) {
        const { kind, value, typed } = operation;
        if (
            value === undefined ||
            !(typed ? kind === 'write' && isPrivateState(operation, project) === true : kind === 'private-write')
        )
            continue;
        const keys = typed ? keyFieldsOf(operation, project) : new Set<string>();
        const isArgument = (one: ts.Expression): boolean => {
            const symbol = ts.isIdentifier(one) ? project.symbolOf(one) : undefined;
            return symbol !== undefined && parameters.has(symbol) && !isKeyOf(one, node) && !isMemberOf(one, keys);
        };
        const stops = (one: ts.Expression): boolean => endsFlow(one) || isMemberOf(one, keys);
        const source = flow.sourceOf(value, { isSource: isArgument, stops });
        // A value that is made of transient data as well carries an argument along, as its id.
        if (source === undefined || flow.sourceOf(value, { isSource: (one) => isPrivate(one, project) }) !== undefined)
            continue;
        report({
            node: value,
            message: `${shortText(source)} is an argument, which is in the block: it is private no longer.`,
            remedy: 'Take it from ctx.stub.getTransient().',
        });
    }
}

/** What a member of an object's literal is given, of those with these names. */
function isMemberOf({ parent }: ts.Node, names: ReadonlySet<string>): boolean {
    const isMember = ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent);
    return isMember && names.has(nameText(parent.name));
}

/** A parameter that is the key as well is no secret. */
function isKeyOf(node: ts.Expression, fn: ts.Node): boolean {
    const text = node.getText();
    return nodesIn(fn).some((one) => {
        const isPrivateCall = methodOf(one)?.name.endsWith('PrivateData') === true;
        const key = isPrivateCall ? (one as ts.CallExpression).arguments[1] : undefined;
        return key !== undefined && nodesIn(key).some((part) => ts.isIdentifier(part) && part.text === text);
    });
}
