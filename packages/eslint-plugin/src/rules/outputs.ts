import type ts from 'typescript';
import type { Body } from '../scope/reach';
import { isPrivateState, type Operation, operationOf } from '../scope/stub-call';
import { isCallNode, isFunctionNode, nodesIn, returnsOf } from '../scope/syntax';
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
        return [{ value: operation.value, to: placeOf(operation, scope) }];
    });
    const isTransaction = scope.transactionOf(body) !== undefined;
    const returned = isTransaction && isFunctionNode(body) ? returnsOf(body) : [];
    return [...written, ...returned.map((value): Output => ({ value, to: 'result' }))];
}

/** Typed state of an entity that is not known counts as private: nobody can tell. */
function placeOf(operation: Operation, { project }: TransactionScope): Output['to'] {
    if (operation.kind === 'event') return 'event';
    const isPrivate = operation.typed
        ? isPrivateState(operation, project) !== false
        : operation.kind === 'private-write';
    return isPrivate ? 'private' : 'state';
}
