import ts from 'typescript';
import type { Project } from './project';
import {
    functionName,
    type FunctionNode,
    hasModifier,
    isFunctionNode,
    isInside,
    nameText,
    nodesIn,
    unwrap,
} from './syntax';

/** What runs: a function, or the initial value of a field, which runs when an object is made. */
export type Body = FunctionNode | ts.PropertyDeclaration;

/** A place in a body that runs other code of the author. */
export interface Call {
    readonly node: ts.Node;
    readonly targets: readonly Body[];
}

/** Something that a body does, itself or by what it calls. */
export interface Found<F> {
    readonly fact: F;
    /** The call in the body that leads there; undefined for what the body does itself. */
    readonly call: ts.Node | undefined;
    /** The functions on the way, the called one first. */
    readonly chain: readonly Body[];
}

/** Finds what a body has to say of itself, in the order of its text. */
export type FactsOf<F> = (body: Body) => readonly F[];

const DEEPEST = 8;
/** More of one kind behind one call tell an author nothing new. */
const MOST = 200;

/** Follows calls through the author's own functions, across files. Packages are not entered. */
export class Reach {
    readonly #project: Project;
    readonly #calls = new Map<Body, readonly Call[]>();
    readonly #traces = new Map<unknown, Map<Body, readonly Found<unknown>[]>>();

    constructor(project: Project) {
        this.#project = project;
    }

    /** All bodies that run when these run, these included. */
    from(entries: Iterable<Body>): ReadonlySet<Body> {
        const reached = new Set<Body>(entries);
        for (const body of reached) {
            const targets = this.callsOf(body).flatMap((call) => call.targets);
            for (const target of targets) reached.add(target);
        }
        return reached;
    }

    /** Lists the calls of a body that lead to other bodies of the author. What is written inside of it belongs to it. */
    callsOf(body: Body): readonly Call[] {
        const known = this.#calls.get(body);
        if (known !== undefined) return known;
        const calls = nodesIn(body).flatMap((node) => {
            const targets = this.targetsOf(node).filter((target) => !isInside(target, body));
            return targets.length === 0 ? [] : [{ node, targets }];
        });
        this.#calls.set(body, calls);
        return calls;
    }

    /**
     * Lists what a body does, itself and by others: each fact once for each of its calls, by the shortest way. What leads back
     * to the body is left out, which has its own facts and calls already.
     */
    trace<F>(body: Body, factsOf: FactsOf<F>): readonly Found<F>[] {
        const memo = (this.#traces.get(factsOf) ?? new Map()) as Map<Body, readonly Found<F>[]>; // filled below, by the same function
        this.#traces.set(factsOf, memo);
        const known = memo.get(body);
        if (known !== undefined) return known;
        const own = factsOf(body).map((fact): Found<F> => ({ fact, call: undefined, chain: [] }));
        const behind = this.callsOf(body).flatMap(({ node, targets }) =>
            targets
                .flatMap((target) => this.#behind(target, body, factsOf))
                .map(({ fact, chain }): Found<F> => ({ fact, call: node, chain })),
        );
        const found = [...own, ...behind];
        memo.set(body, found);
        return found;
    }

    /** The facts behind a call, those next to it first. Each body is entered once, so circles of calls end. */
    #behind<F>(called: Body, caller: Body, factsOf: FactsOf<F>): readonly Pick<Found<F>, 'fact' | 'chain'>[] {
        const found: Pick<Found<F>, 'fact' | 'chain'>[] = [];
        const chains = new Map<Body, readonly Body[]>([[called, [called]]]);
        for (const [body, chain] of chains) {
            if (body === caller) continue;
            for (const fact of factsOf(body)) found.push({ fact, chain });
            if (found.length >= MOST) return found.slice(0, MOST);
            const targets = this.callsOf(body).flatMap((call) => call.targets);
            for (const target of targets.filter((one) => !chains.has(one))) chains.set(target, [...chain, target]);
        }
        return found;
    }

    /** The bodies that a node runs: by a call, by `new`, by a getter, or by handing a function on. */
    targetsOf(node: ts.Node): readonly Body[] {
        if (ts.isNewExpression(node)) return this.#constructed(node);
        if (ts.isCallExpression(node) || ts.isTaggedTemplateExpression(node)) return this.#called(node);
        if (ts.isIdentifier(node) && isHandedOn(node)) return this.#functionsOf(node);
        if (ts.isPropertyAccessExpression(node)) return this.#accessed(node);
        return [];
    }

    #called(node: ts.CallExpression | ts.TaggedTemplateExpression): readonly Body[] {
        const declaration = this.#project.checker.getResolvedSignature(node)?.declaration;
        if (declaration !== undefined && isFunctionNode(declaration) && this.#isBody(declaration)) return [declaration];
        const callee = unwrap(ts.isCallExpression(node) ? node.expression : node.tag);
        if (ts.isPropertyAccessExpression(callee)) return this.#functionsOf(callee.name);
        if (ts.isElementAccessExpression(callee)) return this.#functionsAmong(callee);
        return ts.isIdentifier(callee) ? this.#functionsOf(callee) : [];
    }

    /** `actions[name](ctx)` of a constant object: the one of that name, where it stands there, else any of them. */
    #functionsAmong({ expression, argumentExpression: name }: ts.ElementAccessExpression): readonly Body[] {
        const holder = this.#project.constantOf(unwrap(expression))?.initializer;
        const object = holder && unwrap(holder);
        if (object === undefined || !ts.isObjectLiteralExpression(object)) return [];
        const isMeant = (member: ts.ObjectLiteralElementLike): boolean =>
            !ts.isStringLiteralLike(name) || (member.name !== undefined && nameText(member.name) === name.text);
        return object.properties.filter(isMeant).flatMap((member) => this.#functionsIn(member));
    }

    #accessed(node: ts.PropertyAccessExpression): readonly Body[] {
        if (isHandedOn(node)) return this.#functionsOf(node.name);
        const declarations = this.#project.symbolOf(node.name)?.declarations ?? [];
        return declarations.filter(ts.isAccessor).filter((one) => this.#isBody(one));
    }

    #functionsOf(name: ts.Node, seen: ReadonlySet<ts.Node> = new Set()): readonly Body[] {
        const declarations = this.#project.symbolOf(name)?.declarations ?? [];
        return declarations.flatMap((declaration) => this.#functionsIn(declaration, seen));
    }

    /** @param seen the names on the way to this one: `var a = b, b = a` */
    #functionsIn(declaration: ts.Node, seen: ReadonlySet<ts.Node> = new Set()): readonly Body[] {
        if (seen.has(declaration)) return [];
        if (isFunctionNode(declaration) && this.#isBody(declaration)) return [declaration];
        if (isSignature(declaration)) return this.#implementations(declaration);
        const value = valueOf(declaration);
        if (value === undefined) return [];
        const inner = unwrap(value);
        if (isFunctionNode(inner)) return this.#isBody(inner) ? [inner] : [];
        // Another name for a function: const next = newId.
        return ts.isIdentifier(inner) ? this.#functionsOf(inner, new Set([...seen, declaration])) : [];
    }

    /** What the author's classes have for a method without a body. */
    #implementations(signature: ts.MethodSignature | ts.MethodDeclaration): readonly Body[] {
        const owner = this.#project.checker.getSymbolAtLocation(
            (signature.parent as ts.NamedDeclaration).name ?? signature,
        );
        if (owner === undefined) return [];
        const heirs = this.#project.classes.filter((one) => this.#inherits(one, owner));
        return heirs.flatMap((heir) =>
            heir.members.filter(
                (member): member is ts.MethodDeclaration =>
                    ts.isMethodDeclaration(member) &&
                    this.#isBody(member) &&
                    member.name.getText() === signature.name.getText(),
            ),
        );
    }

    #inherits(heir: ts.ClassLikeDeclaration, owner: ts.Symbol, depth: number = 0): boolean {
        const bases = (heir.heritageClauses ?? []).flatMap(({ types }) => types);
        return bases.some(({ expression }) => {
            const base = this.#project.symbolOf(expression);
            if (base === owner) return true;
            const declaration = base?.valueDeclaration;
            return declaration !== undefined && ts.isClassLike(declaration) && depth < DEEPEST
                ? this.#inherits(declaration, owner, depth + 1)
                : false;
        });
    }

    #constructed(node: ts.NewExpression): readonly Body[] {
        const declaration = this.#project.symbolOf(unwrap(node.expression))?.valueDeclaration;
        return declaration !== undefined && ts.isClassLike(declaration) ? this.#parts(declaration, 0) : [];
    }

    /** What runs when an object of a class is made. */
    #parts(declaration: ts.ClassLikeDeclaration, depth: number): readonly Body[] {
        if (!this.#project.isOwn(declaration.getSourceFile()) || depth > DEEPEST) return [];
        const own = declaration.members.filter(runsAtConstruction);
        const base = this.#baseOf(declaration);
        return base === undefined ? own : [...own, ...this.#parts(base, depth + 1)];
    }

    #baseOf({ heritageClauses }: ts.ClassLikeDeclaration): ts.ClassLikeDeclaration | undefined {
        const extended = heritageClauses?.find(isExtends)?.types[0]?.expression;
        const base = extended && this.#project.symbolOf(extended)?.valueDeclaration;
        return base !== undefined && ts.isClassLike(base) ? base : undefined;
    }

    #isBody(fn: FunctionNode): boolean {
        return fn.body !== undefined && this.#project.isOwn(fn.getSourceFile());
    }
}

/** The name of a body in a message. */
export function bodyName(body: Body): string {
    if (!ts.isPropertyDeclaration(body)) return functionName(body);
    return `new ${body.parent.name?.text ?? 'class'}`;
}

/** A function that is a value here: an argument, a member of an object, a result. */
function isHandedOn(node: ts.Identifier | ts.PropertyAccessExpression): boolean {
    const { parent } = node;
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return parent.arguments?.includes(node) === true;
    if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
    if (ts.isPropertyAccessExpression(parent) && parent.expression === node)
        return ['bind', 'call', 'apply'].includes(parent.name.text);
    return ts.isShorthandPropertyAssignment(parent) || ts.isArrayLiteralExpression(parent);
}

function isSignature(node: ts.Node): node is ts.MethodSignature | ts.MethodDeclaration {
    return ts.isMethodSignature(node) || (ts.isMethodDeclaration(node) && node.body === undefined);
}

function valueOf(declaration: ts.Node): ts.Expression | undefined {
    if (ts.isVariableDeclaration(declaration) || ts.isPropertyDeclaration(declaration)) return declaration.initializer;
    if (ts.isPropertyAssignment(declaration)) return declaration.initializer;
    // In JavaScript a member may be declared by an assignment: exports.newId = () => …
    return assignedTo(declaration);
}

function assignedTo(declaration: ts.Node): ts.Expression | undefined {
    if (ts.isBinaryExpression(declaration)) return declaration.right;
    // A whole file has no parent: const ids = require('./ids').
    const parent = declaration.parent as ts.Node | undefined;
    return parent !== undefined && ts.isBinaryExpression(parent) && parent.left === declaration
        ? parent.right
        : undefined;
}

function isExtends({ token }: ts.HeritageClause): boolean {
    return token === ts.SyntaxKind.ExtendsKeyword;
}

function runsAtConstruction(member: ts.ClassElement): member is ts.ConstructorDeclaration | ts.PropertyDeclaration {
    if (ts.isConstructorDeclaration(member)) return member.body !== undefined;
    if (!ts.isPropertyDeclaration(member) || member.initializer === undefined) return false;
    return !isFunctionNode(unwrap(member.initializer)) && !hasModifier(member, ts.SyntaxKind.StaticKeyword);
}
