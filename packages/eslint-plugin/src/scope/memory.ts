import ts from 'typescript';
import type { Project } from './project';
import type { Body } from './reach';
import { enclosing, isFunctionNode, isInside, memberOf, unwrap } from './syntax';

/** What outlives a transaction. */
export interface Memory {
    readonly what: 'module' | 'instance' | 'static' | 'global';
    readonly text: string;
}

/** Where an expression stands. */
export interface Place {
    readonly body: Body;
    readonly project: Project;
    /** Whether `this` is a contract, which serves all transactions. */
    readonly isContract: boolean;
}

/** Tells what an expression, or the object that it is a member of, is kept in; undefined for what ends with the transaction. */
export function memoryOf(given: ts.Expression, place: Place): Memory | undefined {
    const node = unwrap(given);
    if (node.kind === ts.SyntaxKind.ThisKeyword) return memoryOfThis(node, place);
    if (ts.isIdentifier(node)) return memoryOfName(node, place);
    return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)
        ? memoryOfMember(node, place)
        : undefined;
}

function memoryOfThis(node: ts.Node, { body, isContract }: Place): Memory | undefined {
    return isContract && !isOwnThis(node, body) ? { what: 'instance', text: 'this' } : undefined;
}

/** A member of a class is kept as it is; an object that a member refers to is kept as well. */
function memoryOfMember(
    node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
    place: Place,
): Memory | undefined {
    const memory = memoryOf(node.expression, place);
    const isClass = memory?.what === 'instance' && memberOf(node)?.name === 'constructor';
    return memory && { what: isClass ? 'static' : memory.what, text: node.getText() };
}

const GLOBALS = ['globalThis', 'global'];
const EXPORTS = ['exports', 'module'];

function memoryOfName(node: ts.Identifier, place: Place): Memory | undefined {
    const { body, project } = place;
    if (GLOBALS.includes(node.text)) return { what: 'global', text: node.text };
    const symbol = project.localSymbolOf(node);
    const declaration = symbol?.valueDeclaration;
    if (declaration !== undefined && isOwn(declaration, body)) return memoryOfAlias(node, place);
    if (EXPORTS.includes(node.text)) return { what: 'module', text: node.text };
    const kept = isImport(symbol?.declarations?.[0]) ? project.symbolOf(node) : symbol;
    return memoryOfDeclaration(node, kept, project);
}

/** A value that another module of the author exports. */
function isImport(declaration: ts.Declaration | undefined): boolean {
    if (declaration === undefined) return false;
    return ts.isImportSpecifier(declaration) || ts.isNamespaceImport(declaration) || ts.isImportClause(declaration);
}

/** A variable of the body, or a parameter. */
function isOwn(declaration: ts.Declaration, body: Body): boolean {
    return isInside(declaration, body) || ts.isParameter(declaration);
}

/** Another name for an object that is kept: `const seen = this.#seen`. A copy or a number is none. */
function memoryOfAlias(name: ts.Identifier, place: Place): Memory | undefined {
    const alias = place.project.constantOf(name)?.initializer;
    const node = alias && unwrap(alias);
    const refers = node !== undefined && (ts.isPropertyAccessExpression(node) || ts.isIdentifier(node));
    return refers ? memoryOf(node, place) : undefined;
}

const VARIABLES = [ts.SyntaxKind.VariableDeclaration, ts.SyntaxKind.BindingElement, ts.SyntaxKind.SourceFile];

function memoryOfDeclaration(node: ts.Identifier, symbol: ts.Symbol | undefined, project: Project): Memory | undefined {
    const declaration = symbol?.valueDeclaration;
    if (declaration === undefined || !isOwnSource(declaration, project)) return undefined;
    if (ts.isClassLike(declaration)) return { what: 'static', text: node.text };
    return VARIABLES.includes(declaration.kind) ? { what: 'module', text: node.text } : undefined;
}

function isOwnSource(declaration: ts.Declaration, project: Project): boolean {
    return project.isOwn(declaration.getSourceFile());
}

/** Whether `this` is that of a function or of a class that stands inside of a body. */
function isOwnThis(node: ts.Node, body: Body): boolean {
    const owner = enclosing(
        node,
        (at): at is ts.Node => (isFunctionNode(at) && !ts.isArrowFunction(at)) || ts.isClassLike(at),
    );
    return owner !== undefined && owner !== body && isInside(owner, body);
}
