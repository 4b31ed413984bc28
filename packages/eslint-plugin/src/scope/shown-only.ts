import ts from 'typescript';
import type { Project } from './project';
import { memberName, memberOf, methodOf, nodesIn } from './syntax';

const LOG_OBJECT = /^(console|log|logger|_?log(ger)?|winston|pino)$/i;
const DEEPEST = 3;

/**
 * Whether a value goes nowhere but to a log, to an error that is thrown, or into `ctx.untracked`: what people read may differ
 * between endorsers, and a transaction that throws is not endorsed.
 */
export function onlyForPeople(node: ts.Node, project: Project, depth: number = 0): boolean {
    for (let at = node; !ts.isStatement(at) || ts.isThrowStatement(at); at = at.parent) {
        if (ts.isThrowStatement(at) || isShown(at)) return true;
        if (ts.isVariableDeclaration(at)) return depth < DEEPEST && onlyReadForPeople(at, project, depth);
        if (ts.isSourceFile(at.parent)) return false;
    }
    return false;
}

function isShown(node: ts.Node): boolean {
    const method = methodOf(node);
    if (method === undefined) return false;
    if (method.name === 'untracked') return true;
    const { object } = method;
    return LOG_OBJECT.test(ts.isIdentifier(object) ? object.text : (memberName(object) ?? '')) || isLoggerCall(object);
}

/** `ctx.logging.getLogger().info(…)` */
function isLoggerCall(object: ts.Expression): boolean {
    return methodOf(object)?.name === 'getLogger' || memberOf(object)?.name === 'logging';
}

function onlyReadForPeople(declaration: ts.VariableDeclaration, project: Project, depth: number): boolean {
    if (!ts.isIdentifier(declaration.name)) return false;
    const symbol = project.symbolOf(declaration.name);
    const scope = declaration.parent.parent.parent;
    const uses = nodesIn(scope).filter(
        (node) => ts.isIdentifier(node) && node !== declaration.name && project.symbolOf(node) === symbol,
    );
    return uses.length > 0 && uses.every((use) => onlyForPeople(use, project, depth + 1));
}
