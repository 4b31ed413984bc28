import { posix } from 'node:path';
import ts from 'typescript';
import type { SourceFile } from './source-files';

/** One mention of another module, in whatever form. */
export interface ImportReference {
    readonly specifier: string;
    readonly line: number;
}

/** Finds static and dynamic imports, `require`, re-exports and `import('…')` types by parsing, so that text in strings and comments does not count. */
export function findImports(file: SourceFile): ImportReference[] {
    const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
    const found: ImportReference[] = [];

    function visit(node: ts.Node): void {
        const specifier = specifierOf(node);
        if (specifier && ts.isStringLiteralLike(specifier)) {
            const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
            found.push({ specifier: specifier.text, line: line + 1 });
        }
        ts.forEachChild(node, visit);
    }

    visit(source);
    return found;
}

/** Lists the files that a relative specifier may mean, whether they exist or not. */
export function candidateFiles(from: string, specifier: string): string[] {
    const target = posix.join(posix.dirname(from), specifier).replace(/\.js$/, '');
    return [`${target}.ts`, `${target}.tsx`, `${target}/index.ts`];
}

/** A computed specifier (a user's file that a command loads) comes back as an expression and is nobody's dependency. */
function specifierOf(node: ts.Node): ts.Node | undefined {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
    if (ts.isExternalModuleReference(node)) return node.expression;
    if (ts.isImportTypeNode(node)) return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined;
    if (ts.isCallExpression(node) && isLoadingCall(node)) return node.arguments[0];
    return undefined;
}

function isLoadingCall({ expression }: ts.CallExpression): boolean {
    if (expression.kind === ts.SyntaxKind.ImportKeyword) return true;
    return ts.isIdentifier(expression) && expression.text === 'require';
}
