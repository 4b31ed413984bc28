import type ts from 'typescript';
import type { Body } from '../scope/reach';
import { operationOf } from '../scope/stub-call';
import { isCallNode, nodesIn, returnsOf, isFunctionNode } from '../scope/syntax';
import type { TransactionScope } from '../scope/transaction-scope';

/** Where a value leaves a transaction for all to see. */
export interface Output {
    readonly value: ts.Expression;
    readonly to: 'state' | 'private' | 'event' | 'result';
}

/** Lists what a body writes, emits, and as a transaction returns. */
export function outputsOf(body: Body, scope: TransactionScope): readonly Output[] {
    const written = nodesIn(body).flatMap((node): Output[] => {
        const operation = isCallNode(node) ? operationOf(node, scope.project) : undefined;
        if (operation?.value === undefined) return [];
        const { kind, value } = operation;
        return [{ value, to: kind === 'event' ? 'event' : kind === 'private-write' ? 'private' : 'state' }];
    });
    const isTransaction = scope.transactionOf(body) !== undefined;
    const returned = isTransaction && isFunctionNode(body) ? returnsOf(body) : [];
    return [...written, ...returned.map((value): Output => ({ value, to: 'result' }))];
}
