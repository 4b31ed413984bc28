import { parse, type ParserPlugin } from '@babel/parser';
import { type DocComment, parseDocComment } from './doc-comment';

/** A member of a class, or a class, with what is said of it. */
export interface CommentedClass {
    readonly name: string;
    readonly comment: DocComment | undefined;
    /** Properties and methods of instances, by their names. */
    readonly members: ReadonlyMap<string, DocComment>;
}

/** A failure that a source declares: its code, and what is said of it. */
export interface CommentedFailure {
    readonly code: string;
    readonly comment: DocComment;
}

export interface CommentedSource {
    readonly classes: readonly CommentedClass[];
    readonly failures: readonly CommentedFailure[];
}

/** A node of the tree, as far as it is looked at. */
interface Node {
    readonly type: string;
    readonly start: number;
    readonly end: number;
    readonly [member: string]: unknown;
}

const PLUGINS: readonly ParserPlugin[] = ['decorators-legacy', 'explicitResourceManagement'];
const CLASSES = new Set(['ClassDeclaration', 'ClassExpression']);
const MEMBERS = new Set([
    'ClassProperty',
    'ClassMethod',
    'ClassAccessorProperty',
    'TSDeclareMethod',
    'TSAbstractMethodDefinition',
]);

/**
 * Finds the doc comments of the classes and failures in a source of JavaScript or TypeScript. What the parser cannot read is
 * skipped as far as it goes: descriptions are an addition, and the compiler has told of mistakes.
 */
export function readCommentedSource(text: string, file: string): CommentedSource {
    const isTyped = /\.[cm]?tsx?$/.test(file);
    const plugins: ParserPlugin[] = [...PLUGINS, isTyped ? ['typescript', { dts: /\.d\.[cm]?ts$/.test(file) }] : 'jsx'];
    try {
        const { program, comments } = parse(text, { sourceType: 'unambiguous', errorRecovery: true, plugins });
        const reader = new SourceReader(text, nodesOf(comments));
        for (const statement of nodesOf(program.body)) reader.visit(statement, []);
        return reader;
    } catch {
        return { classes: [], failures: [] };
    }
}

class SourceReader implements CommentedSource {
    readonly classes: CommentedClass[] = [];
    readonly failures: CommentedFailure[] = [];
    readonly #text: string;
    readonly #comments: readonly Node[];

    constructor(text: string, comments: readonly Node[]) {
        this.#text = text;
        this.#comments = comments.filter(({ type, value }) => type === 'CommentBlock' && String(value).startsWith('*'));
    }

    /** @param above the nodes around it, from the nearest on: a comment stands before the whole statement */
    visit(node: Node, above: readonly Node[]): void {
        if (CLASSES.has(node.type)) this.#readClass(node, above);
        if (node.type === 'VariableDeclarator') this.#readFailure(node['init'], node, above);
        if (node.type === 'AssignmentExpression') this.#readFailure(node['right'], node, above);
        for (const child of childrenOf(node)) this.visit(child, [node, ...above]);
    }

    #readClass(node: Node, above: readonly Node[]): void {
        const name = nameOf(node['id']) ?? nameOfVariable(above[0]);
        if (name === undefined) return;
        const body = nodesOf(nodeOf(node['body'])?.['body']);
        const members = body
            .filter((member) => MEMBERS.has(member.type) && member['static'] !== true && member['computed'] !== true)
            .flatMap((member): [string, DocComment][] => {
                const [key, comment] = [nameOf(member['key']), this.#commentOf(member, [])];
                return key === undefined || comment === undefined ? [] : [[key, comment]];
            });
        // Of overloads, the first one that is described counts.
        this.classes.push({ name, comment: this.#commentOf(node, above), members: new Map(members.reverse()) });
    }

    /** `const NotEnough = failure('INSUFFICIENT_FUNDS', …)`, and what compilers make of it when it is exported. */
    #readFailure(value: unknown, node: Node, above: readonly Node[]): void {
        const call = nodeOf(value);
        if (call?.type !== 'CallExpression' || lastNameOf(nodeOf(call['callee'])) !== 'failure') return;
        const [code] = nodesOf(call['arguments']);
        const comment = this.#commentOf(node, above);
        if (code?.type === 'StringLiteral' && comment !== undefined)
            this.failures.push({ code: String(code['value']), comment });
    }

    /** Before the statement and its decorators, or between those and the name. */
    #commentOf(node: Node, above: readonly Node[]): DocComment | undefined {
        const statement = statementOf(node, above);
        const decorators = [node, ...above.slice(0, above.indexOf(statement) + 1)].flatMap((one) =>
            nodesOf(one['decorators']),
        );
        const begin = Math.min(statement.start, node.start, ...decorators.map(({ start }) => start));
        const name = nodeOf(node['id']) ?? nodeOf(node['key']);
        const found = this.#within(begin, name?.start ?? node.start, decorators) ?? this.#before(begin);
        return found === undefined ? undefined : parseDocComment(this.#text.slice(found.start, found.end));
    }

    /** The last one between two places that is in none of these nodes. */
    #within(begin: number, end: number, others: readonly Node[]): Node | undefined {
        for (let index = this.#lastEndingBy(end); index >= 0; index -= 1) {
            const comment = this.#comments[index];
            if (comment === undefined || comment.start < begin) return undefined;
            if (!others.some((other) => comment.start >= other.start && comment.end <= other.end)) return comment;
        }
        return undefined;
    }

    /** The one before a place, with nothing but space and other comments in between. */
    #before(place: number): Node | undefined {
        const comment = this.#comments[this.#lastEndingBy(place)];
        if (comment === undefined) return undefined;
        const between = this.#text.slice(comment.end, place).replaceAll(/\/\*[^]*?\*\/|\/\/.*/g, '');
        return between.trim() === '' ? comment : undefined;
    }

    /** The comments are in order, and bundles have thousands. @returns -1 where all end later */
    #lastEndingBy(place: number): number {
        let [low, high] = [0, this.#comments.length];
        while (low < high) {
            const middle = (low + high) >> 1;
            if ((this.#comments[middle]?.end ?? place) <= place) low = middle + 1;
            else high = middle;
        }
        return low - 1;
    }
}

/** The outermost node that is about this one alone: an export, or the declaration of a variable. */
function statementOf(node: Node, above: readonly Node[]): Node {
    const wraps = /^Export|^Variable|^AssignmentExpression$|^ExpressionStatement$/;
    const end = above.findIndex(({ type }) => !wraps.test(type));
    const around = above.slice(0, end === -1 ? above.length : end);
    return around.at(-1) ?? node;
}

/** Also of compiled code: `let Asset = class {}` and `exports.Asset = class {}`. */
function nameOfVariable(parent: Node | undefined): string | undefined {
    if (parent?.type === 'VariableDeclarator') return nameOf(parent['id']);
    return parent?.type === 'AssignmentExpression' ? lastNameOf(nodeOf(parent['left'])) : undefined;
}

function nameOf(value: unknown): string | undefined {
    const node = nodeOf(value);
    if (node?.type === 'Identifier') return String(node['name']);
    return node?.type === 'StringLiteral' ? String(node['value']) : undefined;
}

/** `failure` of `failure`, of `contract_1.failure` and of `(0, contract_1.failure)`. */
function lastNameOf(node: Node | undefined): string | undefined {
    if (node?.type === 'SequenceExpression') return lastNameOf(nodesOf(node['expressions']).at(-1));
    return node?.type === 'MemberExpression' ? nameOf(node['property']) : nameOf(node);
}

function childrenOf(node: Node): Node[] {
    return Object.entries(node)
        .filter(([member]) => !/omments$|^loc$|^extra$/.test(member))
        .flatMap(([, value]) => (Array.isArray(value) ? nodesOf(value) : [nodeOf(value)].filter(isPresent)));
}

function nodesOf(value: unknown): Node[] {
    return Array.isArray(value) ? value.map(nodeOf).filter(isPresent) : [];
}

function nodeOf(value: unknown): Node | undefined {
    return typeof value === 'object' && value !== null && 'type' in value ? (value as Node) : undefined;
}

function isPresent<T>(value: T | undefined): value is T {
    return value !== undefined;
}
