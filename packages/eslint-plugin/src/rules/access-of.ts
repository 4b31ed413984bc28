import type ts from 'typescript';
import { isWrite } from '../scope/stub-call';
import { decoratorsOf } from '../scope/syntax';
import { basesOf, type Transaction, type TransactionScope } from '../scope/transaction-scope';
import { isDecided } from './require-access-decision';

/** What one transaction does, and who may call it. */
export interface TransactionAccess {
    readonly contract: string;
    readonly name: string;
    readonly kind: 'submit' | 'evaluate';
    /** The guard, `decides by itself`, or `anybody`. */
    readonly who: string;
    readonly reads: number;
    readonly writes: number;
}

const GUARDS = new Set(['RequireMsp', 'RequireAttribute', 'Use']);

export function accessOf(transaction: Transaction, scope: TransactionScope): TransactionAccess {
    const { contract, name, kind, node, member } = transaction;
    const operations = scope.reach.trace(node, scope.operationsIn).map(({ fact }) => fact);
    const writes = operations.filter(isWrite).length;
    const others = operations.filter((one) => one.kind === 'event' || one.kind === 'call').length;
    const guards = [...basesOf(contract, scope.project), member].flatMap(guardsOf);
    return {
        contract: contract.name?.text ?? '(class)',
        name,
        kind,
        who: guards.length > 0 ? guards.join(' ') : whoWithoutGuard(transaction, scope),
        reads: operations.length - writes - others,
        writes,
    };
}

function guardsOf(node: ts.Node): readonly string[] {
    return decoratorsOf(node)
        .filter(({ name }) => GUARDS.has(name))
        .map(({ node: decorator }) => decorator.getText().replace(/\s+/g, ' '));
}

function whoWithoutGuard(transaction: Transaction, scope: TransactionScope): string {
    const isPublic = [transaction.member, ...basesOf(transaction.contract, scope.project)].some((node) =>
        decoratorsOf(node).some(({ name }) => name === 'Public'),
    );
    if (isPublic) return 'anybody (@Public)';
    return isDecided(transaction, scope) ? 'decides by itself' : 'anybody';
}
