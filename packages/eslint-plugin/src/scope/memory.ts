import ts from 'typescript';
import type { Project } from './project';
import type { Body } from './reach';
import { enclosing, isFunctionNode, isInside, memberOf, unwrap } from './syntax';

/** What outlives a transaction. */
export interface Memory {
    readonly what: 'module' | 'instance' | 'static' | 'global';
    readonly text: string;
}

/** Tells what an expression, or the object that it is a member of, is kept in; undefined for what ends with the transaction. */
export function memoryOf(given: ts.Expression, body: Body, project: Project, isContract: boolean): Memory | undefined {
    const node = unwrap(given);
    if (node.kind === ts.SyntaxKind.ThisKeyword)
        return isContract && !isOwnThis(node, body) ? { what: 'instance', text: 'this' } : undefined;
    if (ts.isIdentifier(node)) return memoryOfName(node, body, project, isContract);
    if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
        // A member of a class is one; an object that a member refers to is kept as well.
        const memory = memoryOf(node.expression, body, project, isContract);
        const member = memberOf(node);
        if (member?.name === 'constructor' && memory?.what === 'instance')
            return { what: 'static', text: node.getText() };
        return memory && { ...memory, text: node.getText() };
    }
    return undefined;
}

function memoryOfName(node: ts.Identifier, body: Body, project: Project, isContract: boolean): Memory | undefined {
    if (['globalThis', 'global'].includes(node.text)) return { what: 'global', text: node.text };
    const symbol = project.localSymbolOf(node);
    const declaration = symbol?.valueDeclaration;
    if (['exports', 'module'].includes(node.text) && !isOwnDeclaration(declaration, body))
        return { what: 'module', text: node.text };
    const [first] = symbol?.declarations ?? [];
    // A value that another module of the author exports.
    if (first !== undefined && (ts.isImportSpecifier(first) || ts.isNamespaceImport(first) || ts.isImportClause(first)))
        return memoryOfImport(node, project);
    if (declaration === undefined || isInside(declaration, body) || ts.isParameter(declaration)) {
        const alias = project.constantOf(node)?.initializer;
        return alias === undefined ? undefined : memoryOfAlias(alias, body, project, isContract);
    }
    if (ts.isClassLike(declaration))
        return isOwnSource(declaration, project) ? { what: 'static', text: node.text } : undefined;
    const isVariable = ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration);
    return isVariable && isOwnSource(declaration, project) ? { what: 'module', text: node.text } : undefined;
}

/** Another name for an object that is kept: `const seen = this.#seen`. A copy or a number is none. */
function memoryOfAlias(alias: ts.Expression, body: Body, project: Project, isContract: boolean): Memory | undefined {
    const node = unwrap(alias);
    const refers = ts.isPropertyAccessExpression(node) || ts.isIdentifier(node);
    return refers ? memoryOf(node, body, project, isContract) : undefined;
}

function memoryOfImport(node: ts.Identifier, project: Project): Memory | undefined {
    const declaration = project.symbolOf(node)?.valueDeclaration;
    if (declaration === undefined || !isOwnSource(declaration, project)) return undefined;
    if (ts.isClassLike(declaration)) return { what: 'static', text: node.text };
    return ts.isVariableDeclaration(declaration) || ts.isSourceFile(declaration)
        ? { what: 'module', text: node.text }
        : undefined;
}

function isOwnSource(declaration: ts.Declaration, project: Project): boolean {
    return project.isOwn(declaration.getSourceFile());
}

function isOwnDeclaration(declaration: ts.Declaration | undefined, body: Body): boolean {
    return declaration !== undefined && isInside(declaration, body);
}

/** Whether `this` is that of a function or of a class that stands inside of a body. */
function isOwnThis(node: ts.Node, body: Body): boolean {
    const owner = enclosing(
        node,
        (at): at is ts.Node => (isFunctionNode(at) && !ts.isArrowFunction(at)) || ts.isClassLike(at),
    );
    return owner !== undefined && owner !== body && isInside(owner, body);
}
