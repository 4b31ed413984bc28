import ts from 'typescript';
import { Flow } from '../scope/flow';
import type { Project } from '../scope/project';
import type { Body, FactsOf } from '../scope/reach';
import { entityOf, isWrite, type Operation } from '../scope/stub-call';
import { decoratorsOf, isBinary, memberName, nodesIn, unwrap } from '../scope/syntax';
import { argumentsOf } from '../scope/transaction-arguments';
import { basesOf, type Transaction, type TransactionScope } from '../scope/transaction-scope';
import type { Rule, RuleContext } from './rule';

/** Decorators that decide who may call, and the one that says that anybody may. */
const DECISIONS = new Set(['RequireMsp', 'RequireAttribute', 'Use', 'Public']);
const IDENTITY = new Set([
    'clientIdentity',
    'getCreator',
    'getMspID',
    'getMSPID',
    'getAttributeValue',
    'assertAttributeValue',
    'ClientIdentity',
    'getSignedProposal',
]);
const POLICY = new Set(['setStateValidationParameter', 'setPrivateDataValidationParameter', 'setPolicy']);
/** Names of transactions that change a setting. */
const SETS = /^(set|change|update|configure|define|assign|grant|make)[A-Z_]/i;
const HOOKS = ['beforeTransaction', 'aroundTransaction'];
/** Arguments by which a client says who it is. */
const CALLERS =
    /^(caller|sender|requester|invoker|actor|as|user|userId|callerId|signer|clientId|mspId|msp|role|owner|currentOwner)$/i;

export const requireAccessDecision: Rule = {
    name: 'require-access-decision',
    level: 'warn',
    fault: 'Whoever has a certificate of any organization of the channel may call a transaction that does not look who calls.',
    remedy: 'Look at ctx.clientIdentity, put @RequireMsp or @RequireAttribute before the transaction, or say that anybody may call it: @Public().',
    whenWrong:
        'A contract that decides in another way is counted as decided if its class has a guard or a key policy. By default it asks only where anybody could change what is there once for all, or where an argument says who calls; `strict` asks for each transaction that writes.',
    example: {
        wrong: "@Transaction()\nasync setFee(ctx: Context, fee: number): Promise<void> {\n    await ctx.stub.putState('fee', ctx.serialize(fee));\n}",
        right: "@Transaction() @RequireMsp('Org1MSP')\nasync setFee(ctx: Context, fee: number): Promise<void> {\n    await ctx.stub.putState('fee', ctx.serialize(fee));\n}",
    },
    options: ['allow', 'strict'],
    check(context) {
        for (const transaction of context.scope.transactionsIn(context.file)) checkTransaction(transaction, context);
    },
};

function checkTransaction(transaction: Transaction, context: RuleContext): void {
    const { scope, project, options, report } = context;
    if (transaction.kind === 'evaluate' || options.allow?.includes(transaction.name) === true) return;
    const writes = scope.reach.trace(transaction.node, scope.operationsIn).filter(({ fact }) => isWrite(fact));
    if (writes.length === 0 || isDecided(transaction, scope)) return;
    const node = transaction.member.name ?? transaction.node;
    const caller = callerArgument(transaction, project);
    if (caller !== undefined) {
        report({
            node,
            message: `${transaction.name} believes ${caller}, an argument, who calls: any client can write any name there.`,
        });
        return;
    }
    if (options.strict !== true && !writes.some(({ fact }) => setsForAll(fact, transaction, context))) return;
    report({ node, message: `${transaction.name} writes, and nothing decides who may call it.` });
}

/** Whether a transaction, what it calls, its class or a policy decides who may call. */
export function isDecided({ node, member, contract }: Transaction, scope: TransactionScope): boolean {
    const classes = basesOf(contract, scope.project);
    if ([member, ...classes].some((one) => decoratorsOf(one).some(({ name }) => DECISIONS.has(name)))) return true;
    if (classes.some((one) => /@(RequireMsp|RequireAttribute|Use|Public)\b/.test(commentOf(one)))) return true;
    const hooks = classes
        .flatMap(({ members }) => members)
        .filter(
            (one): one is ts.MethodDeclaration => ts.isMethodDeclaration(one) && HOOKS.includes(one.name.getText()),
        );
    if ([node, ...hooks].some((body) => scope.reach.trace(body, identityIn).length > 0)) return true;
    return classes.some((one) => hasPolicy(one, scope));
}

/** JavaScript without decorators says it in a comment: `@Public`. */
function commentOf(node: ts.Node): string {
    const text = node.getSourceFile().text;
    return (ts.getLeadingCommentRanges(text, node.pos) ?? []).map(({ pos, end }) => text.slice(pos, end)).join('\n');
}

const identityIn: FactsOf<ts.Node> = (body: Body) =>
    nodesIn(body).filter((node) => ts.isIdentifier(node) && IDENTITY.has(node.text));

function hasPolicy(contract: ts.ClassLikeDeclaration, scope: TransactionScope): boolean {
    return (
        nodesIn(contract).some((node) => ts.isIdentifier(node) && POLICY.has(node.text)) ||
        contract.members.some((member) => {
            const operations = ts.isMethodDeclaration(member) ? scope.operationsIn(member) : [];
            return operations.some((operation) => hasKeyPolicies(operation, scope.project));
        })
    );
}

/** `static entity = entity('lot', { keyPolicies: true })`: rows have policies of their own. */
function hasKeyPolicies({ typed, object }: Operation, project: Project): boolean {
    const target = typed ? entityOf(object, project) : undefined;
    const declaration = target && project.symbolOf(target)?.valueDeclaration;
    if (declaration === undefined || !ts.isClassLike(declaration)) return false;
    return nodesIn(declaration).some(
        (node) => ts.isPropertyAssignment(node) && ['keyPolicies', 'policy'].includes(node.name.getText()),
    );
}

/** A parameter named as a caller that is compared with something: the client says who it is. */
function callerArgument(transaction: Transaction, project: Project): string | undefined {
    const isArgument = argumentsOf(transaction, project);
    const compared = nodesIn(transaction.node)
        .filter((node): node is ts.BinaryExpression => isBinary(node, ...EQUALITIES))
        .filter((node) => !isLiteral(node))
        .flatMap(({ left, right }) => [unwrap(left), unwrap(right)]);
    return compared
        .filter(isArgument)
        .find((side) => CALLERS.test(side.getText()))
        ?.getText();
}

const EQUALITIES = [
    ts.SyntaxKind.EqualsEqualsToken,
    ts.SyntaxKind.EqualsEqualsEqualsToken,
    ts.SyntaxKind.ExclamationEqualsToken,
    ts.SyntaxKind.ExclamationEqualsEqualsToken,
];

/** `owner === ''` tells of no caller. */
function isLiteral({ left, right }: ts.BinaryExpression): boolean {
    return [left, right].some((side) => ts.isLiteralExpression(unwrap(side)) || memberName(unwrap(side)) === 'length');
}

/** A write of an argument under one key for all: a setting of the whole contract. */
function setsForAll(
    { key, value, typed }: Operation,
    transaction: Transaction,
    { project, scope }: RuleContext,
): boolean {
    if (!SETS.test(transaction.name) || typed || key === undefined || value === undefined) return false;
    const isSource = argumentsOf(transaction, project);
    return (
        ts.isStringLiteralLike(unwrap(key)) &&
        new Flow(project, scope.reach).sourceOf(value, { isSource }) !== undefined
    );
}
