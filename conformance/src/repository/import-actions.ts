import ts from 'typescript';
import type { SourceFile } from './source-files';

/**
 * Tells whether a module does something by being imported: it calls or decides at its top level, or imports a module for that
 * alone.
 */
export function actsOnImport({ path, text }: SourceFile): boolean {
    const { statements } = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
    return statements.some(
        (statement) =>
            (ts.isExpressionStatement(statement) && !ts.isStringLiteral(statement.expression)) ||
            ts.isIfStatement(statement) ||
            (ts.isImportDeclaration(statement) && statement.importClause === undefined),
    );
}
