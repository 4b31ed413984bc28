import ts from 'typescript';
import type { Project } from './project';
import type { Reach } from './reach';
import { operationOf } from './stub-call';
import { isAsync, isFunctionNode, unwrap } from './syntax';

/** Operations that answer with an iterable in Heddle, and with a promise in fabric-shim. */
const ITERABLE = new Set(['range', 'query', 'history', 'page', 'private-range', 'private-query', 'event']);

/** Whether an expression is a promise: by its type, else because an operation or an own asynchronous function makes it. */
export function isPromise(given: ts.Expression, project: Project, reach: Reach): boolean {
    const node = unwrap(given);
    const type = project.checker.getNonNullableType(project.typeOf(node));
    if (isPromiseType(type)) return true;
    if ((type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) === 0 || !ts.isCallExpression(node)) return false;
    const operation = operationOf(node, project);
    if (operation !== undefined) return !ITERABLE.has(operation.kind);
    return reach.targetsOf(node).some((target) => isFunctionNode(target) && isAsync(target));
}

export function isPromiseType(type: ts.Type): boolean {
    if (type.isUnion()) return type.types.some(isPromiseType);
    const name = type.getSymbol()?.name;
    return name === 'Promise' || name === 'PromiseLike';
}

/** Whether a function answers with a promise. */
export function answersLater(given: ts.Expression, project: Project): boolean {
    const node = unwrap(given);
    if (isFunctionNode(node) && isAsync(node)) return true;
    return project
        .typeOf(node)
        .getCallSignatures()
        .some((signature) => isPromiseType(signature.getReturnType()));
}
