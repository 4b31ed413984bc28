import ts from 'typescript';
import type { Project } from './project';
import type { Reach } from './reach';
import { type Operation, operationOf } from './stub-call';
import {
    alwaysReturnsValue,
    enclosing,
    type FunctionNode,
    isFunctionNode,
    isInside,
    isLoop,
    memberOf,
    methodOf,
    nodesIn,
    returnsOf,
    settled,
    unwrap,
} from './syntax';

export interface FlowQuestion {
    /** Whether an expression is what is looked for. */
    readonly isSource: (node: ts.Expression) => boolean;
    /** Whether what comes out of an expression tells nothing of what went in: a hash, a length. */
    readonly stops?: (node: ts.Expression) => boolean;
}

const DEEPEST = 24;
const COMPARISONS = new Set<ts.SyntaxKind>([
    ts.SyntaxKind.EqualsEqualsToken,
    ts.SyntaxKind.EqualsEqualsEqualsToken,
    ts.SyntaxKind.ExclamationEqualsToken,
    ts.SyntaxKind.ExclamationEqualsEqualsToken,
    ts.SyntaxKind.LessThanToken,
    ts.SyntaxKind.LessThanEqualsToken,
    ts.SyntaxKind.GreaterThanToken,
    ts.SyntaxKind.GreaterThanEqualsToken,
    ts.SyntaxKind.InKeyword,
    ts.SyntaxKind.InstanceOfKeyword,
]);
const ADDS = new Set(['push', 'unshift', 'set', 'add', 'append', 'assign']);
const SIZES = new Set(['length', 'byteLength', 'size']);

/** Follows values back to where they come from, within a function and through the author's own functions. */
export class Flow {
    readonly #project: Project;
    readonly #reach: Reach;
    readonly #writes: Writes = new Map();
    /** Undefined as well while an answer is looked for: what is made of itself has none. */
    readonly #answers = new Map<ts.Expression, Operation | undefined>();

    constructor(project: Project, reach: Reach) {
        this.#project = project;
        this.#reach = reach;
    }

    /** The first source that a value may be made of. */
    sourceOf(node: ts.Expression, question: FlowQuestion): ts.Expression | undefined {
        return new Search(question, this.#project, this.#reach, this.#writes).visit(node, 0, new Map());
    }

    /** The operation whose answer a value is, unchanged: not a part or a text of it. */
    answerOf(given: ts.Expression): Operation | undefined {
        const node = settled(given);
        if (!this.#answers.has(node)) {
            this.#answers.set(node, undefined);
            this.#answers.set(node, operationOf(node, this.#project) ?? this.#answerBehind(node));
        }
        return this.#answers.get(node);
    }

    #answerBehind(node: ts.Expression): Operation | undefined {
        if (ts.isCallExpression(node)) return this.#answerOfCall(node);
        return ts.isIdentifier(node) ? this.#answerOfName(node) : undefined;
    }

    #answerOfName(node: ts.Identifier): Operation | undefined {
        const symbol = this.#project.symbolOf(node);
        const declaration = symbol?.valueDeclaration;
        if (symbol === undefined || declaration === undefined) return undefined;
        const owner = enclosing(declaration, isFunctionNode);
        const written = (owner && writesIn(owner, this.#project, this.#writes).get(symbol)) ?? [];
        if (ts.isVariableDeclaration(declaration)) return this.#answerOfVariable(declaration, node, written);
        const isElement = ts.isBindingElement(declaration) && written.length === 0;
        return isElement ? this.#answerOfElement(declaration) : undefined;
    }

    #answerOfVariable(
        { initializer }: ts.VariableDeclaration,
        use: ts.Identifier,
        written: readonly ts.Expression[],
    ): Operation | undefined {
        if (initializer !== undefined) return this.#sameAnswer([initializer, ...written]);
        // Before the first write it is undefined, unless the compiler knows that a write comes first.
        return this.#project.isDefined(use) ? this.#sameAnswer(written) : undefined;
    }

    #sameAnswer(values: readonly ts.Expression[]): Operation | undefined {
        const [first, ...others] = values.map((value) => this.answerOf(value));
        return others.every((answer) => answer !== undefined) ? first : undefined;
    }

    /** A function of the author that does nothing but read. */
    #answerOfCall(node: ts.CallExpression): Operation | undefined {
        const targets = this.#reach.targetsOf(node).filter(isFunctionNode);
        return targets.every(alwaysReturnsValue) ? this.#sameAnswer(targets.flatMap(returnsOf)) : undefined;
    }

    /** `const [a, b] = await Promise.all([read(a), read(b)])` */
    #answerOfElement(element: ts.BindingElement): Operation | undefined {
        const holder = element.parent.parent;
        if (!ts.isArrayBindingPattern(element.parent) || !ts.isVariableDeclaration(holder)) return undefined;
        const list = holder.initializer && listOf(settled(holder.initializer));
        const value =
            list !== undefined && ts.isArrayLiteralExpression(list)
                ? list.elements[element.parent.elements.indexOf(element)]
                : undefined;
        return value && this.answerOf(value);
    }
}

/** What `Promise.all` waits for. */
function listOf(value: ts.Expression): ts.Expression | undefined {
    return ts.isCallExpression(value) && methodOf(value)?.name === 'all' ? value.arguments[0] : value;
}

type Writes = Map<ts.Node, ReadonlyMap<ts.Symbol, readonly ts.Expression[]>>;
type Frame = ReadonlyMap<ts.Symbol, ts.Expression>;

/** One question, and what it has looked at. */
class Search {
    readonly #seen = new Set<ts.Node>();
    readonly #question: FlowQuestion;
    readonly #project: Project;
    readonly #reach: Reach;
    readonly #writes: Writes;

    constructor(question: FlowQuestion, project: Project, reach: Reach, writes: Writes) {
        this.#question = question;
        this.#project = project;
        this.#reach = reach;
        this.#writes = writes;
    }

    visit(given: ts.Expression, depth: number, frame: Frame): ts.Expression | undefined {
        const node = settled(given);
        if (this.#question.isSource(node)) return node;
        if (depth > DEEPEST || this.#question.stops?.(node) === true) return undefined;
        if (ts.isIdentifier(node)) return this.#visitName(node, depth + 1, frame);
        if (this.#seen.has(node)) return undefined;
        this.#seen.add(node);
        if (ts.isCallExpression(node)) return this.#visitCall(node, depth + 1, frame);
        const member = this.#memberOfLiteral(node);
        if (member !== undefined) return this.#first(member, depth + 1, frame);
        return this.#first(partsOf(node), depth + 1, frame);
    }

    /** The value of one member, where the object is written out: the others are none of its content. */
    #memberOfLiteral(node: ts.Expression): readonly ts.Expression[] | undefined {
        const member = memberOf(node);
        const literal = member && this.#literalOf(member.object, 0);
        if (member === undefined || literal === undefined) return undefined;
        const properties = literal.properties.filter((one) => one.name?.getText() === member.name);
        return properties.length === 0 ? undefined : properties.flatMap(propertyValues);
    }

    #literalOf(given: ts.Expression, depth: number): ts.ObjectLiteralExpression | undefined {
        const node = settled(given);
        if (ts.isObjectLiteralExpression(node)) return node;
        if (depth > 4) return undefined;
        const initializer = this.#project.constantOf(node)?.initializer;
        if (initializer !== undefined) return this.#literalOf(initializer, depth + 1);
        if (!ts.isCallExpression(node)) return undefined;
        const [returned, ...others] = this.#reach.targetsOf(node).filter(isFunctionNode).flatMap(returnsOf);
        return returned !== undefined && others.length === 0 ? this.#literalOf(returned, depth + 1) : undefined;
    }

    #first(nodes: readonly ts.Expression[], depth: number, frame: Frame): ts.Expression | undefined {
        for (const node of nodes) {
            const found = this.visit(node, depth, frame);
            if (found !== undefined) return found;
        }
        return undefined;
    }

    #visitName(node: ts.Identifier, depth: number, frame: Frame): ts.Expression | undefined {
        const symbol = this.#project.symbolOf(node);
        const declaration = symbol?.valueDeclaration;
        if (symbol === undefined || declaration === undefined) return undefined;
        const given = frame.get(symbol);
        if (given !== undefined) return this.visit(given, depth, new Map());
        if (this.#seen.has(declaration)) return undefined;
        this.#seen.add(declaration);
        const owner = enclosing(declaration, isFunctionNode);
        const written = (owner && writesIn(owner, this.#project, this.#writes).get(symbol)) ?? [];
        const before = written.filter((value) => mayComeBefore(value, node));
        return this.#first([...valuesOf(declaration), ...before], depth, frame);
    }

    #visitCall(node: ts.CallExpression, depth: number, frame: Frame): ts.Expression | undefined {
        const targets = this.#reach.targetsOf(node).filter(isFunctionNode);
        if (targets.length > 0) return this.#returned(targets, node, depth, frame);
        const callbacks = node.arguments.filter(isFunctionNode).flatMap((fn) => returnsOf(fn as FunctionNode));
        const method = methodOf(node);
        return this.#first([...(method ? [method.object] : []), ...node.arguments, ...callbacks], depth, frame);
    }

    #returned(
        targets: readonly FunctionNode[],
        node: ts.CallExpression,
        depth: number,
        frame: Frame,
    ): ts.Expression | undefined {
        for (const target of targets) {
            const found = this.#first(returnsOf(target), depth, this.#frameOf(target, node, frame));
            if (found !== undefined) return found;
        }
        return undefined;
    }

    #frameOf(target: FunctionNode, node: ts.CallExpression, outer: Frame): Frame {
        const frame = new Map(outer);
        target.parameters.forEach((parameter, index) => {
            const symbol = this.#project.symbolOf(parameter.name);
            const argument = node.arguments[index];
            if (symbol !== undefined && argument !== undefined)
                frame.set(symbol, resolved(argument, outer, this.#project));
        });
        return frame;
    }
}

function resolved(argument: ts.Expression, frame: Frame, project: Project): ts.Expression {
    const inner = unwrap(argument);
    const symbol = ts.isIdentifier(inner) ? project.symbolOf(inner) : undefined;
    return (symbol && frame.get(symbol)) ?? argument;
}

/** The expressions that give a value its content. */
function partsOf(node: ts.Expression): readonly ts.Expression[] {
    const member = memberOf(node);
    if (member !== undefined) return SIZES.has(member.name) ? [] : [member.object];
    if (ts.isBinaryExpression(node)) return COMPARISONS.has(node.operatorToken.kind) ? [] : [node.left, node.right];
    if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse];
    if (ts.isElementAccessExpression(node) || ts.isSpreadElement(node)) return [node.expression];
    if (ts.isPrefixUnaryExpression(node)) return node.operator === ts.SyntaxKind.ExclamationToken ? [] : [node.operand];
    return elementsOf(node);
}

/** What stands between brackets or braces. */
function elementsOf(node: ts.Expression): readonly ts.Expression[] {
    if (ts.isTemplateExpression(node)) return node.templateSpans.map(({ expression }) => expression);
    if (ts.isArrayLiteralExpression(node)) return node.elements;
    if (ts.isObjectLiteralExpression(node)) return node.properties.flatMap(propertyValues);
    return ts.isNewExpression(node) ? (node.arguments ?? []) : [];
}

function propertyValues(property: ts.ObjectLiteralElementLike): readonly ts.Expression[] {
    if (ts.isPropertyAssignment(property)) return [property.initializer];
    if (ts.isShorthandPropertyAssignment(property)) return [property.name];
    return ts.isSpreadAssignment(property) ? [property.expression] : [];
}

/** What a declaration gives its name: the initial value, the list of a loop, the list whose callback has the parameter. */
function valuesOf(declaration: ts.Declaration): readonly ts.Expression[] {
    if (ts.isBindingElement(declaration)) return valuesOf(declaration.parent.parent);
    if (ts.isVariableDeclaration(declaration)) {
        const loop = declaration.parent.parent;
        if (ts.isForOfStatement(loop)) return [loop.expression];
        return declaration.initializer === undefined ? [] : [declaration.initializer];
    }
    if (!ts.isParameter(declaration)) return [];
    const fn = declaration.parent;
    const call = fn.parent;
    if (!ts.isCallExpression(call) || !call.arguments.includes(fn as ts.Expression)) return [];
    const method = methodOf(call);
    return method === undefined ? [] : [method.object];
}

/** What a function's variables are given besides their initial value, also by `x.y = …` and `x.push(…)`. */
function writesIn(owner: ts.Node, project: Project, memo: Writes): ReadonlyMap<ts.Symbol, readonly ts.Expression[]> {
    const known = memo.get(owner);
    if (known !== undefined) return known;
    const found = new Map<ts.Symbol, ts.Expression[]>();
    for (const node of nodesIn(owner)) {
        const written = writtenBy(node);
        const symbol = written && project.symbolOf(rootOf(written.target));
        if (written !== undefined && symbol !== undefined)
            found.set(symbol, [...(found.get(symbol) ?? []), ...written.values]);
    }
    memo.set(owner, found);
    return found;
}

function writtenBy(
    node: ts.Node,
): { readonly target: ts.Expression; readonly values: readonly ts.Expression[] } | undefined {
    if (ts.isBinaryExpression(node)) {
        const { kind } = node.operatorToken;
        const assigns = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
        return assigns ? { target: node.left, values: [node.right] } : undefined;
    }
    const method = methodOf(node);
    if (method === undefined || !ADDS.has(method.name)) return undefined;
    const values = [...(node as ts.CallExpression).arguments];
    const [first] = values;
    return method.name === 'assign' && first !== undefined
        ? { target: first, values: values.slice(1) }
        : { target: method.object, values };
}

/** `a` of `a.b[c]`. */
export function rootOf(given: ts.Expression): ts.Expression {
    const node = unwrap(given);
    return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) ? rootOf(node.expression) : node;
}

/** What is written further down comes before only in a loop, or in another function. */
function mayComeBefore(write: ts.Node, use: ts.Node): boolean {
    if (write.pos < use.pos) return true;
    const around = enclosing(use, (at): at is ts.Node => isLoop(at) || isFunctionNode(at));
    if (around === undefined || isInside(write, around)) return around === undefined || isLoop(around);
    return mayComeBefore(write, around);
}
