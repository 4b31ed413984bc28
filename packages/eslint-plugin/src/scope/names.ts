import ts from 'typescript';
import type { Project } from './project';
import { memberOf, settled, unwrap } from './syntax';

/**
 * The full name of a global or of an export of a module: `Date.now`, `process.env`, `crypto.randomUUID`, whatever the author's
 * file calls it. Undefined for what the author declares.
 */
export function fullNameOf(node: ts.Expression, project: Project): string | undefined {
    const name = nameOf(node, project, 0);
    return name
        ?.replace(/^node:/, '')
        .replace(/^(globalThis|global)\./, '')
        .replace(/^perf_hooks\.performance/, 'performance');
}

function nameOf(given: ts.Expression, project: Project, depth: number): string | undefined {
    if (depth > 6) return undefined;
    const node = settled(given);
    if (ts.isIdentifier(node)) return nameOfIdentifier(node, project, depth);
    if (ts.isMetaProperty(node)) return 'import.meta';
    if (ts.isCallExpression(node)) return moduleOf(node);
    const member = memberOf(node);
    const object = member && nameOf(member.object, project, depth + 1);
    if (member === undefined || object === undefined) return undefined;
    return member.name === 'default' ? object : `${object}.${member.name}`;
}

/** The module that `require('…')` or `import('…')` loads. */
function moduleOf(call: ts.CallExpression): string | undefined {
    const [specifier] = call.arguments;
    const loads =
        call.expression.kind === ts.SyntaxKind.ImportKeyword ||
        (ts.isIdentifier(call.expression) && call.expression.text === 'require');
    return loads && specifier !== undefined && ts.isStringLiteralLike(specifier) && !specifier.text.startsWith('.')
        ? specifier.text
        : undefined;
}

function nameOfIdentifier(node: ts.Identifier, project: Project, depth: number): string | undefined {
    const declarations = project.localSymbolOf(node)?.declarations ?? [];
    const [declaration] = declarations;
    if (declaration === undefined) return node.text;
    const imported = importedName(declaration);
    if (imported !== undefined) return imported;
    if (declarations.every((one) => one.getSourceFile().isDeclarationFile)) return node.text;
    if (ts.isBindingElement(declaration)) return nameOfBinding(declaration, project, depth);
    return ts.isVariableDeclaration(declaration) ? nameOfVariable(declaration, project, depth) : undefined;
}

/** Another name: `const now = Date.now`. */
function nameOfVariable(declaration: ts.VariableDeclaration, project: Project, depth: number): string | undefined {
    const { initializer } = declaration;
    return initializer !== undefined && isConst(declaration) ? nameOf(initializer, project, depth + 1) : undefined;
}

function isConst(declaration: ts.VariableDeclaration): boolean {
    // Older JavaScript has `var x = require('x')`.
    const called = declaration.initializer && unwrap(declaration.initializer);
    if (called && ts.isCallExpression(called) && moduleOf(called) !== undefined) return true;
    return (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
}

/** `import x from 'm'` and `import * as x` → `m`, `import { a as x }` → `m.a`. */
export function importedName(declaration: ts.Declaration): string | undefined {
    if (ts.isImportClause(declaration)) return specifierOf(declaration.parent);
    if (ts.isNamespaceImport(declaration)) return specifierOf(declaration.parent.parent);
    if (ts.isImportEqualsDeclaration(declaration)) {
        const { moduleReference } = declaration;
        return ts.isExternalModuleReference(moduleReference) && ts.isStringLiteralLike(moduleReference.expression)
            ? withoutPath(moduleReference.expression.text)
            : undefined;
    }
    if (!ts.isImportSpecifier(declaration)) return undefined;
    const specifier = specifierOf(declaration.parent.parent.parent);
    const name = (declaration.propertyName ?? declaration.name).text;
    return specifier === undefined || name === 'default' ? specifier : `${specifier}.${name}`;
}

function specifierOf(declaration: ts.ImportDeclaration | ts.JSDocImportTag): string | undefined {
    const specifier = declaration.moduleSpecifier;
    return ts.isStringLiteralLike(specifier) ? withoutPath(specifier.text) : undefined;
}

/** The author's own files have no names of modules. */
function withoutPath(specifier: string): string | undefined {
    return specifier.startsWith('.') ? undefined : specifier;
}

/** `const { randomUUID: id } = require('crypto')`, `const { env } = process`. */
function nameOfBinding(declaration: ts.BindingElement, project: Project, depth: number): string | undefined {
    const holder = declaration.parent.parent;
    if (!ts.isObjectBindingPattern(declaration.parent) || declaration.dotDotDotToken !== undefined) return undefined;
    const object = ts.isBindingElement(holder)
        ? nameOfBinding(holder, project, depth + 1)
        : ts.isVariableDeclaration(holder) && holder.initializer !== undefined
          ? nameOf(holder.initializer, project, depth + 1)
          : undefined;
    const name = declaration.propertyName ?? declaration.name;
    return object !== undefined && ts.isIdentifier(name) ? `${object}.${name.text}` : undefined;
}
