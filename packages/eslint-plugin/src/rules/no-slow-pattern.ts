import ts from 'typescript';
import { fullNameOf } from '../scope/names';
import type { Project } from '../scope/project';
import { slowPart } from '../scope/slow-pattern';
import { decoratorsOf, isCallNode, nodesIn, unwrap } from '../scope/syntax';
import type { Rule, RuleContext } from './rule';

export const noSlowPattern: Rule = {
    name: 'no-slow-pattern',
    level: 'error',
    fault: 'A pattern with a repetition in a repetition tries all ways to divide a text: one argument of forty characters stops all transactions of the process.',
    remedy: 'Write it with one repetition, and limit the length of the text before: /^a+$/, @Length(1, 64).',
    whenWrong: 'Only patterns that can divide the same text in two ways, and can fail behind it, are reported.',
    example: { wrong: 'const ok = /^(a+)+$/.test(text);', right: 'const ok = /^a+$/.test(text);' },
    check(context) {
        const told = new Set<ts.Node>();
        for (const body of context.scope.bodiesIn(context.file))
            for (const node of nodesIn(body)) checkNode(node, told, context);
        // Validators of arguments and of their classes run in each call.
        for (const node of nodesIn(context.file))
            for (const { name, args } of decoratorsOf(node))
                if (name === 'Matches') for (const one of args) checkNode(one, told, context);
    },
};

function checkNode(node: ts.Node, told: Set<ts.Node>, { project, report }: RuleContext): void {
    const pattern = patternOf(node, project);
    const slow = pattern && slowPart(pattern.source, pattern.flags);
    if (pattern === undefined || slow === undefined || told.has(node)) return;
    told.add(node);
    report({
        node,
        message: `${slow} can divide the same text in very many ways: a text that does not match takes minutes, and stops the process.`,
    });
}

function patternOf(node: ts.Node, project: Project): { readonly source: string; readonly flags: string } | undefined {
    if (ts.isRegularExpressionLiteral(node)) return parts(node);
    if (ts.isIdentifier(node)) {
        const initializer = project.constantOf(node)?.initializer;
        const literal = initializer && unwrap(initializer);
        // A pattern that is kept outside of transactions, and used in one.
        return literal !== undefined && ts.isRegularExpressionLiteral(literal) && !isDeclaration(node)
            ? parts(literal)
            : undefined;
    }
    if (!isCallNode(node) || fullNameOf(node.expression, project) !== 'RegExp') return undefined;
    const [source, flags] = node.arguments ?? [];
    if (source === undefined || !ts.isStringLiteralLike(source)) return undefined;
    return { source: source.text, flags: flags !== undefined && ts.isStringLiteralLike(flags) ? flags.text : '' };
}

function isDeclaration(node: ts.Identifier): boolean {
    return ts.isVariableDeclaration(node.parent) && node.parent.name === node;
}

function parts({ text }: ts.RegularExpressionLiteral): { readonly source: string; readonly flags: string } {
    const end = text.lastIndexOf('/');
    return { source: text.slice(1, end), flags: text.slice(end + 1) };
}
