import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Linter } from 'eslint';
import ts from 'typescript';

/** A comment as ESLint has it, which looks there for what silences rules. */
interface EslintComment {
    readonly type: 'Line' | 'Block';
    readonly value: string;
    readonly range: [number, number];
    readonly loc: { readonly start: Position; readonly end: Position };
}

interface Position {
    readonly line: number;
    readonly column: number;
}

type ParseForEslint = (text: string, options?: { readonly filePath?: string }) => { readonly ast: object };

/**
 * Parses what the author's own ESLint would: JavaScript by ESLint's parser, TypeScript by typescript-eslint's where that is
 * installed and works. It does not with TypeScript 7. Then ESLint gets the comments alone: the rules of this plugin read
 * sources by themselves, and others had nothing to read before.
 */
export const parser: Linter.Parser = {
    meta: { name: '@heddle/eslint-plugin/parser' },
    parseForESLint: (text: string, options?: { readonly filePath?: string }) => {
        const isJavaScript = /\.[cm]?jsx?$/.test(options?.filePath ?? '');
        const parse = (isJavaScript ? javaScriptParser() : typeScriptParser()) ?? parseComments;
        return parse(text, options);
    },
};

function javaScriptParser(): ParseForEslint | undefined {
    const eslint = resolveFrom(process.cwd(), 'eslint/package.json') ?? resolveFrom(__dirname, 'eslint/package.json');
    const espree = eslint === undefined ? undefined : loadFrom(eslint, 'espree');
    const parse = espree?.['parse'] as ((text: string, options?: object) => object) | undefined; // espree's form
    if (parse === undefined) return undefined;
    return (text, options) => ({
        ast: parse(text, { ecmaVersion: 'latest', ...options, range: true, loc: true, comment: true, tokens: true }),
    });
}

function typeScriptParser(): ParseForEslint | undefined {
    const name = '@typescript-eslint/parser';
    // Where packages see nothing but their own dependencies, as with pnpm, it is that of typescript-eslint.
    const bundle = resolveFrom(process.cwd(), 'typescript-eslint');
    const direct = loadFrom(join(process.cwd(), 'package.json'), name);
    const found = direct ?? (bundle === undefined ? undefined : loadFrom(bundle, name));
    return found?.['parseForESLint'] as ParseForEslint | undefined; // its form
}

function resolveFrom(folder: string, name: string): string | undefined {
    try {
        return createRequire(join(folder, 'package.json')).resolve(name);
    } catch {
        return undefined;
    }
}

function loadFrom(file: string, name: string): Readonly<Record<string, unknown>> | undefined {
    try {
        return createRequire(file)(name) as Readonly<Record<string, unknown>>;
    } catch {
        return undefined;
    }
}

/** A program without statements, and with its comments. */
function parseComments(text: string, options?: { readonly filePath?: string }): { readonly ast: object } {
    const file = ts.createSourceFile(options?.filePath ?? 'file.ts', text, ts.ScriptTarget.Latest, true);
    const positionOf = (at: number): Position => {
        const { line, character } = file.getLineAndCharacterOfPosition(at);
        return { line: line + 1, column: character };
    };
    const comments = [...commentRangesOf(file).values()].map(({ pos, end, kind }): EslintComment => {
        const isLine = kind === ts.SyntaxKind.SingleLineCommentTrivia;
        return {
            type: isLine ? 'Line' : 'Block',
            value: text.slice(pos + 2, isLine ? end : end - 2),
            range: [pos, end],
            loc: { start: positionOf(pos), end: positionOf(end) },
        };
    });
    const loc = { start: positionOf(0), end: positionOf(text.length) };
    const ast = { type: 'Program', sourceType: 'module', body: [], tokens: [], comments, range: [0, text.length], loc };
    return { ast };
}

/** By position: a comment between two nodes belongs to both. */
function commentRangesOf(file: ts.SourceFile): ReadonlyMap<number, ts.CommentRange> {
    const ranges = new Map<number, ts.CommentRange>();
    const visit = (node: ts.Node): void => {
        const around = [
            ...(ts.getLeadingCommentRanges(file.text, node.getFullStart()) ?? []),
            ...(ts.getTrailingCommentRanges(file.text, node.end) ?? []),
        ];
        for (const range of around) ranges.set(range.pos, range);
        node.getChildren(file).forEach(visit);
    };
    visit(file);
    return new Map([...ranges].sort(([a], [b]) => a - b));
}
