import ts from 'typescript';
import type { SourceFile } from './source-files';

const BANNED_NAMES = ['utils', 'helpers', 'common', 'types', 'constants', 'handler', 'manager', 'impl'];
const FOLDER_LEVELS = 2;

const DIRECTIVE = /(?:\/\/|\/\*)\s*(?:eslint-disable|@ts-(?:ignore|expect-error|nocheck))/;
const REASON = {
    directive: / -- \S|@ts-[a-z-]+:? +\S/,
    cast: /\/[/*]\s*\S/,
};

/** A place where a check of the compiler or the linter is turned off. */
export interface Escape {
    readonly place: string;
    readonly hasReason: boolean;
}

/** Finds `any`, `as unknown as` and disabled checks. A cast that needs a directive right above it is one escape, not two. */
export function findEscapes({ path, text }: SourceFile): Escape[] {
    const lines = text.split('\n');
    const directives = lines.flatMap((line, index) => (DIRECTIVE.test(line) ? [index] : []));
    const casts = findCasts(path, text).filter((line) => !directives.includes(line) && !directives.includes(line - 1));
    const escape = (line: number, reason: RegExp): Escape => ({
        place: `${path}:${line + 1}`,
        hasReason: reason.test(lines[line] ?? ''),
    });
    return [
        ...directives.map((line) => escape(line, REASON.directive)),
        ...casts.map((line) => escape(line, REASON.cast)),
    ];
}

/** Lists the zero-based lines with the keyword `any` or a cast by way of `unknown`, each line once. */
function findCasts(path: string, text: string): number[] {
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    const lines = new Set<number>();

    function visit(node: ts.Node): void {
        if (node.kind === ts.SyntaxKind.AnyKeyword || isCastByUnknown(node))
            lines.add(source.getLineAndCharacterOfPosition(node.getEnd()).line);
        ts.forEachChild(node, visit);
    }

    visit(source);
    return [...lines];
}

function isCastByUnknown(node: ts.Node): boolean {
    return (
        ts.isAsExpression(node) &&
        ts.isAsExpression(node.expression) &&
        node.expression.type.kind === ts.SyntaxKind.UnknownKeyword
    );
}

/** Lists what is wrong with the name and the place of a file, one sentence each. */
export function checkName(path: string): string[] {
    const folders = path.slice(path.indexOf('/src/') + '/src/'.length).split('/');
    const [name = '', ...suffixes] = (folders.pop() ?? '').replace(/\.tsx?$/, '').split('.');
    const parts = [...folders, name];
    return [
        ...parts.filter((part) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(part)).map((part) => `${part} is not kebab-case`),
        ...parts.filter((part) => BANNED_NAMES.includes(part)).map((part) => `${part} says nothing of what it holds`),
        ...suffixes
            .filter((part) => !['heavy', 'test', 'suite', 'd'].includes(part))
            .map((part) => `.${part} means nothing here`),
        ...(folders.length > FOLDER_LEVELS ? [`more than ${FOLDER_LEVELS} folders below src`] : []),
    ].map((problem) => `${path}: ${problem}`);
}

/** Counts the lines as `wc -l` does. */
export function lineCount({ text }: SourceFile): number {
    return text.split('\n').length - 1;
}

/** Returns the middle value, the upper one of two; 0 for no values. */
export function median(values: readonly number[]): number {
    return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
