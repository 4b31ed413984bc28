import ts from 'typescript';
import type { Project } from './project';
import type { Transaction } from './transaction-scope';

/** Makes a test for what a client has chosen: the parameters of a transaction behind its context. */
export function argumentsOf({ node }: Transaction, project: Project): (node: ts.Expression) => boolean {
    const parameters = new Set(node.parameters.slice(1).map(({ name }) => project.symbolOf(name)));
    return (one) => {
        const symbol = ts.isIdentifier(one) ? project.symbolOf(one) : undefined;
        return symbol !== undefined && parameters.has(symbol);
    };
}
