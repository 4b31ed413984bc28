import ts from 'typescript';
import { isBinary, isFunctionNode, isLoop, methodOf } from './syntax';

/** What a walk keeps of the way to a place. Joined where two ways meet. */
export interface PathRules<S> {
    join(one: S, other: S): S;
    /** Takes a node into account, after its parts. */
    visit(node: ts.Node, state: S): S;
    /** The way where a condition holds, or does not. */
    assume?(condition: ts.Expression, holds: boolean, state: S): S;
    /** Other code that a call runs at that place. */
    inline?(call: ts.Node, state: S, walk: (body: ts.Node, state: S) => S | undefined): S | undefined;
}

const REPEATING = new Set([
    'map',
    'forEach',
    'flatMap',
    'filter',
    'reduce',
    'some',
    'every',
    'find',
    'findIndex',
    'from',
    'sort',
]);

/** Whether a function that a call is given runs for each element of a list. */
function repeats(call: ts.CallExpression | ts.NewExpression): boolean {
    return REPEATING.has(methodOf(call)?.name ?? '');
}

/** Undefined: no way leads there. */
type Way<S> = S | undefined;

interface Exits<S> {
    breaks: Way<S>[];
    continues: Way<S>[];
}

/**
 * Walks all ways through a function, in the order in which it runs. A loop is walked twice, so that what one round leaves
 * is there in the next; callbacks run where they are handed over, any number of times.
 */
export class PathWalk<S> {
    readonly #rules: PathRules<S>;
    readonly #loops: Exits<S>[] = [];
    readonly #thrown: Way<S>[][] = [];
    #returned: Way<S>[] = [];

    constructor(rules: PathRules<S>) {
        this.#rules = rules;
    }

    /** Walks a body from its beginning to its ends. */
    walk(body: ts.Node, state: S): S | undefined {
        const outer = this.#returned;
        this.#returned = [];
        const inner = ts.isPropertyDeclaration(body) ? body.initializer : (body as ts.FunctionLikeDeclaration).body;
        const end = inner === undefined ? state : this.#walk(inner, state);
        const all = this.#joined([end, ...this.#returned]);
        this.#returned = outer;
        return all;
    }

    #joined(ways: readonly Way<S>[]): Way<S> {
        const open = ways.filter((way): way is S => way !== undefined);
        const [first, ...others] = open;
        return first === undefined ? undefined : others.reduce((one, other) => this.#rules.join(one, other), first);
    }

    #walk(node: ts.Node, state: Way<S>): Way<S> {
        if (state === undefined) return undefined;
        if (isLoop(node)) return this.#loop(node, state);
        if (ts.isIfStatement(node)) return this.#branch(node, state);
        if (ts.isConditionalExpression(node)) return this.#conditional(node, state);
        if (ts.isSwitchStatement(node)) return this.#switch(node, state);
        if (ts.isTryStatement(node)) return this.#try(node, state);
        if (ts.isBinaryExpression(node)) return this.#binary(node, state);
        if (!this.#leaves(node)) return this.#plain(node, state);
        this.#leave(node, state);
        return undefined;
    }

    #leaves(node: ts.Node): boolean {
        return ts.isReturnStatement(node) || ts.isThrowStatement(node) || ts.isBreakOrContinueStatement(node);
    }

    #leave(node: ts.Node, state: S): void {
        const end = this.#parts(node, state);
        if (ts.isReturnStatement(node)) this.#returned.push(end);
        else if (ts.isThrowStatement(node)) this.#thrown.at(-1)?.push(end);
        else if (ts.isBreakStatement(node)) this.#loops.at(-1)?.breaks.push(end);
        else this.#loops.at(-1)?.continues.push(end);
    }

    /** Parts in their order, then the node itself. */
    #plain(node: ts.Node, state: S): Way<S> {
        if (isFunctionNode(node) || ts.isClassLike(node) || ts.isTypeNode(node)) return state;
        const after = this.#parts(node, state);
        if (after === undefined) return undefined;
        const visited = this.#rules.visit(node, this.#callbacks(node, after) ?? after);
        if (this.#rules.inline === undefined || !(ts.isCallExpression(node) || ts.isNewExpression(node)))
            return visited;
        return this.#rules.inline(node, visited, (body, at) => this.#inlined(body, at));
    }

    #inlined(body: ts.Node, state: S): Way<S> {
        return this.walk(body, state);
    }

    #parts(node: ts.Node, state: S): Way<S> {
        let way: Way<S> = state;
        ts.forEachChild(node, (part) => {
            way = this.#walk(part, way);
        });
        return way;
    }

    /** Functions that are handed over: they may run many times, or not at all. */
    #callbacks(node: ts.Node, state: S): Way<S> {
        if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return state;
        let way: Way<S> = state;
        for (const argument of node.arguments ?? []) {
            if (!isFunctionNode(argument) || way === undefined) continue;
            const before: S = way;
            const once = this.walk(argument, this.#entered(argument, before));
            const twice =
                once === undefined || !repeats(node) ? undefined : this.walk(argument, this.#entered(argument, once));
            way = this.#joined([before, once, twice]);
        }
        return way;
    }

    /** Parameters are given anew each time. */
    #entered(fn: ts.FunctionLikeDeclaration, state: S): S {
        return fn.parameters.reduce((way, parameter) => this.#rules.visit(parameter, way), state);
    }

    #branch(node: ts.IfStatement, state: S): Way<S> {
        const at = this.#walk(node.expression, state);
        if (at === undefined) return undefined;
        const then = this.#walk(node.thenStatement, this.#assumed(node.expression, true, at));
        const otherwise = this.#assumed(node.expression, false, at);
        return this.#joined([
            then,
            node.elseStatement === undefined ? otherwise : this.#walk(node.elseStatement, otherwise),
        ]);
    }

    #assumed(condition: ts.Expression, holds: boolean, state: S): S {
        return this.#rules.assume?.(condition, holds, state) ?? state;
    }

    #conditional(node: ts.ConditionalExpression, state: S): Way<S> {
        const at = this.#walk(node.condition, state);
        if (at === undefined) return undefined;
        return this.#joined([
            this.#walk(node.whenTrue, this.#assumed(node.condition, true, at)),
            this.#walk(node.whenFalse, this.#assumed(node.condition, false, at)),
        ]);
    }

    #binary(node: ts.BinaryExpression, state: S): Way<S> {
        const lazy = isBinary(
            node,
            ts.SyntaxKind.AmpersandAmpersandToken,
            ts.SyntaxKind.BarBarToken,
            ts.SyntaxKind.QuestionQuestionToken,
        );
        const left = this.#walk(node.left, state);
        const right = this.#walk(node.right, left);
        const way = lazy ? this.#joined([left, right]) : right;
        return way === undefined ? undefined : this.#rules.visit(node, way);
    }

    #loop(node: ts.IterationStatement, state: S): Way<S> {
        const exits: Exits<S> = { breaks: [], continues: [] };
        this.#loops.push(exits);
        let way: Way<S> = state;
        if (ts.isForStatement(node) && node.initializer !== undefined) way = this.#walk(node.initializer, way);
        if (ts.isForOfStatement(node) || ts.isForInStatement(node)) way = this.#walk(node.expression, way);
        const ends: Way<S>[] = ts.isDoStatement(node) ? [] : [way];
        for (let round = 0; round < 2; round += 1) {
            way = this.#round(node, way);
            way = this.#joined([way, ...exits.continues.splice(0)]);
            if (ts.isForStatement(node) && node.incrementor !== undefined) way = this.#walk(node.incrementor, way);
            ends.push(way);
        }
        this.#loops.pop();
        return this.#joined([...ends, ...exits.breaks]);
    }

    #round(node: ts.IterationStatement, state: Way<S>): Way<S> {
        let way = state;
        if (ts.isForOfStatement(node) || ts.isForInStatement(node)) way = this.#walk(node.initializer, way);
        if (ts.isForStatement(node) && node.condition !== undefined) way = this.#walk(node.condition, way);
        if (ts.isWhileStatement(node)) way = this.#walk(node.expression, way);
        way = this.#walk(node.statement, way);
        return ts.isDoStatement(node) ? this.#walk(node.expression, way) : way;
    }

    #switch(node: ts.SwitchStatement, state: S): Way<S> {
        const exits: Exits<S> = { breaks: [], continues: [] };
        this.#loops.push(exits);
        const at = this.#walk(node.expression, state);
        let way: Way<S> = undefined;
        for (const clause of node.caseBlock.clauses) {
            way = this.#joined([at, way]);
            for (const statement of clause.statements) way = this.#walk(statement, way);
        }
        this.#loops.pop();
        const hasDefault = node.caseBlock.clauses.some(ts.isDefaultClause);
        // A continue belongs to the loop around.
        this.#loops.at(-1)?.continues.push(...exits.continues);
        return this.#joined([way, hasDefault ? undefined : at, ...exits.breaks]);
    }

    #try(node: ts.TryStatement, state: S): Way<S> {
        const thrown: Way<S>[] = [];
        this.#thrown.push(thrown);
        const end = this.#walk(node.tryBlock, state);
        this.#thrown.pop();
        const caught = node.catchClause && this.#walk(node.catchClause.block, this.#joined([state, end, ...thrown]));
        const after = this.#joined([end, caught]);
        if (node.finallyBlock === undefined) return after;
        const last = this.#walk(node.finallyBlock, after ?? state);
        return after === undefined ? undefined : last;
    }
}
