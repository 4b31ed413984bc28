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
        // Validators of arguments and of their classes run in each call.
        const validators = nodesIn(context.file)
            .flatMap(decoratorsOf)
            .filter(({ name }) => name === 'Matches')
            .flatMap(({ args }) => args);
        for (const { node } of context.nodes()) checkNode(node, context);
        for (const node of validators) checkNode(node, context);
    },
};

function checkNode(node: ts.Node, { project, report }: RuleContext): void {
    const pattern = patternOf(node, project);
    const slow = pattern && slowPart(pattern.source, pattern.flags);
    if (pattern === undefined || slow === undefined) return;
    report({
        node,
        message: `${slow} can divide the same text in very many ways: a text that does not match takes minutes, and stops the process.`,
    });
}

interface Pattern {
    readonly source: string;
    readonly flags: string;
}

function patternOf(node: ts.Node, project: Project): Pattern | undefined {
    if (ts.isRegularExpressionLiteral(node)) return parts(node);
    if (ts.isIdentifier(node)) return keptPattern(node, project);
    return isCallNode(node) && fullNameOf(node.expression, project) === 'RegExp' ? madePattern(node) : undefined;
}

/** A pattern that is kept outside of transactions, and used in one. */
function keptPattern(node: ts.Identifier, project: Project): Pattern | undefined {
    const initializer = project.constantOf(node)?.initializer;
    const literal = initializer && unwrap(initializer);
    if (literal === undefined || isDeclaration(node)) return undefined;
    return ts.isRegularExpressionLiteral(literal) ? parts(literal) : undefined;
}

/** `new RegExp('…', 'u')` */
function madePattern({ arguments: args }: ts.CallExpression | ts.NewExpression): Pattern | undefined {
    const [source, flags] = args ?? [];
    if (source === undefined || !ts.isStringLiteralLike(source)) return undefined;
    return { source: source.text, flags: flags !== undefined && ts.isStringLiteralLike(flags) ? flags.text : '' };
}

function isDeclaration(node: ts.Identifier): boolean {
    return ts.isVariableDeclaration(node.parent) && node.parent.name === node;
}

function parts({ text }: ts.RegularExpressionLiteral): Pattern {
    const end = text.lastIndexOf('/');
    return { source: text.slice(1, end), flags: text.slice(end + 1) };
}
