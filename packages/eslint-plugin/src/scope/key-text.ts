import ts from 'typescript';
import type { Project } from './project';
import type { Reach } from './reach';
import { isAsync, isFunctionNode, memberOf, returnsOf, settled } from './syntax';

/** The form of a key, in which two expressions of the same key are the same text. */
export interface KeyText {
    readonly text: string;
    /** The variables that it is made of: when one changes, it is another key. */
    readonly variables: ReadonlySet<ts.Symbol>;
}

/** What stands for the parameters of functions that a walk has entered. */
export type Arguments = ReadonlyMap<ts.Symbol, KeyText | undefined>;

const PURE = new Set([
    'createCompositeKey',
    'toString',
    'String',
    'trim',
    'toLowerCase',
    'toUpperCase',
    'join',
    'concat',
    'padStart',
    'getTxID',
    'getMSPID',
    'getID',
    'getMspID',
]);
const DEEPEST = 12;

/** Reads an expression as a key; undefined for what may be another value each time. */
export function keyTextOf(node: ts.Expression, given: Arguments, project: Project, reach: Reach): KeyText | undefined {
    return new KeyReader(project, reach).read(node, given, 0);
}

class KeyReader {
    readonly #project: Project;
    readonly #reach: Reach;

    constructor(project: Project, reach: Reach) {
        this.#project = project;
        this.#reach = reach;
    }

    read(given: ts.Expression, known: Arguments, depth: number): KeyText | undefined {
        const node = settled(given);
        if (depth > DEEPEST) return undefined;
        if (ts.isStringLiteralLike(node)) return { text: JSON.stringify(node.text), variables: new Set() };
        if (ts.isNumericLiteral(node)) return { text: node.text, variables: new Set() };
        if (node.kind === ts.SyntaxKind.ThisKeyword) return { text: 'this', variables: new Set() };
        if (ts.isIdentifier(node)) return this.#name(node, known, depth);
        if (ts.isCallExpression(node)) return this.#call(node, known, depth);
        const parts = keyParts(node);
        return parts && this.#together(parts, known, depth);
    }

    #name(node: ts.Identifier, known: Arguments, depth: number): KeyText | undefined {
        const symbol = this.#project.symbolOf(node);
        if (symbol === undefined) return { text: node.text, variables: new Set() };
        if (known.has(symbol)) return known.get(symbol);
        const initializer = this.#project.constantOf(node)?.initializer;
        const constant = initializer && this.read(initializer, known, depth + 1);
        if (constant !== undefined) return constant;
        const at = symbol.valueDeclaration?.pos ?? 0;
        return { text: `${node.text}@${at}`, variables: new Set([symbol]) };
    }

    #call(node: ts.CallExpression, known: Arguments, depth: number): KeyText | undefined {
        const member = memberOf(node.expression);
        const name = member?.name ?? node.expression.getText();
        if (!PURE.has(name)) return this.#returned(node, known, depth);
        // Of the stub and of the client's identity there is one.
        const isOfTransaction = name === 'createCompositeKey' || name.startsWith('get');
        const object = member === undefined || isOfTransaction ? [] : [member.object];
        return this.#together([`${name}(`, ...object, ...node.arguments.flatMap((one) => [',', one])], known, depth);
    }

    /** What a function of the author makes of its arguments, if it does nothing else. */
    #returned(node: ts.CallExpression, known: Arguments, depth: number): KeyText | undefined {
        const target = this.#reach.targetsOf(node).find(isFunctionNode);
        if (target === undefined || isAsync(target)) return undefined;
        const [returned, ...others] = returnsOf(target);
        if (returned === undefined || others.length > 0) return undefined;
        const inner = new Map(known);
        target.parameters.forEach((parameter, index) => {
            const symbol = this.#project.symbolOf(parameter.name);
            const argument = node.arguments[index];
            if (symbol !== undefined) inner.set(symbol, argument && this.read(argument, known, depth + 1));
        });
        return this.read(returned, inner, depth + 1);
    }

    #together(parts: readonly (string | ts.Expression)[], known: Arguments, depth: number): KeyText | undefined {
        const read = parts.map((part) =>
            typeof part === 'string'
                ? { text: part, variables: new Set<ts.Symbol>() }
                : this.read(part, known, depth + 1),
        );
        if (!read.every((part) => part !== undefined)) return undefined;
        return {
            text: read.map(({ text }) => text).join(''),
            variables: new Set(read.flatMap(({ variables }) => [...variables])),
        };
    }
}

function keyParts(node: ts.Expression): readonly (string | ts.Expression)[] | undefined {
    const member = memberOf(node);
    if (member !== undefined) return [member.object, `.${member.name}`];
    if (ts.isElementAccessExpression(node)) return [node.expression, '[', node.argumentExpression, ']'];
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)
        return [node.left, '+', node.right];
    if (ts.isArrayLiteralExpression(node)) return ['[', ...node.elements.flatMap((one) => [one, ',']), ']'];
    if (!ts.isTemplateExpression(node)) return undefined;
    const spans = node.templateSpans.flatMap(({ expression, literal }) => [
        '+',
        expression,
        ...(literal.text === '' ? [] : ['+', JSON.stringify(literal.text)]),
    ]);
    // `a` and "a" + "" are one key.
    return node.head.text === '' ? spans.slice(1) : [JSON.stringify(node.head.text), ...spans];
}
