import ts from 'typescript';
import { rootOf } from './flow';
import { type Arguments, type KeyText, keyTextOf } from './key-text';
import { PathWalk } from './paths';
import type { Body } from './reach';
import { type Operation, operationOf } from './stub-call';
import { functionName, isFunctionNode, unwrap } from './syntax';
import type { TransactionScope } from './transaction-scope';

/** An operation on the way to another one. */
export interface Step {
    readonly operation: Operation;
    readonly key: KeyText | undefined;
    /** Where it stands in the function that is looked at: the call that leads to it, if it is a helper's. */
    readonly at: ts.Node;
    /** The helpers on the way there. */
    readonly inside: readonly Body[];
    /** Their names. */
    readonly chain: readonly string[];
    /** Conditions that hold where it is, each as its text, with `!` where it does not hold. */
    readonly conditions: ReadonlySet<string>;
}

interface State {
    readonly steps: readonly Step[];
    readonly conditions: ReadonlySet<string>;
}

const DEEPEST = 4;

/** Whether two steps are of one run of a method that tells of them itself. */
export function isToldElsewhere(step: Step, before: Step, scope: TransactionScope): boolean {
    const [helper] = step.inside;
    if (helper === undefined || !scope.isMember(helper) || step.at !== before.at) return false;
    return before.operation.node.pos < step.operation.node.pos;
}

/** Calls `meet` for each operation of a body and of its helpers, with all that may have been done before. */
export function walkLedger(
    body: Body,
    scope: TransactionScope,
    meet: (step: Step, before: readonly Step[]) => void,
    keeps: (step: Step) => boolean,
): void {
    new LedgerWalk(scope, meet, keeps).walk(body);
}

class LedgerWalk {
    readonly #scope: TransactionScope;
    readonly #meet: (step: Step, before: readonly Step[]) => void;
    readonly #keeps: (step: Step) => boolean;
    readonly #inside: { readonly body: Body; readonly call: ts.Node }[] = [];
    #arguments: Arguments = new Map();

    constructor(
        scope: TransactionScope,
        meet: (step: Step, before: readonly Step[]) => void,
        keeps: (step: Step) => boolean,
    ) {
        this.#scope = scope;
        this.#meet = meet;
        this.#keeps = keeps;
    }

    walk(body: Body): void {
        new PathWalk<State>({
            join: (one, other) => ({
                steps: one.steps === other.steps ? one.steps : [...new Set([...one.steps, ...other.steps])],
                conditions: new Set([...one.conditions].filter((condition) => other.conditions.has(condition))),
            }),
            visit: (node, state) => this.#visit(node, state),
            assume: (condition, holds, state) => assume(condition, holds, state),
            inline: (call, state, walk) => this.#inline(call, state, walk),
        }).walk(body, { steps: [], conditions: new Set() });
    }

    #visit(node: ts.Node, state: State): State {
        const changed = this.#changed(node);
        if (changed !== undefined) return this.#forget(changed, state);
        const operation = operationOf(node, this.#scope.project);
        if (operation === undefined) return state;
        const { project, reach } = this.#scope;
        const step: Step = {
            operation,
            key: operation.key && keyTextOf(operation.key, this.#arguments, project, reach),
            at: this.#inside[0]?.call ?? operation.node,
            inside: this.#inside.map(({ body }) => body),
            chain: this.#inside.map(({ body }) => (isFunctionNode(body) ? functionName(body) : '')),
            conditions: state.conditions,
        };
        this.#meet(
            step,
            state.steps.filter((before) => !contradict(before.conditions, state.conditions)),
        );
        return this.#keeps(step) ? { ...state, steps: [...state.steps, step] } : state;
    }

    /** The variable that a node gives a value. */
    #changed(node: ts.Node): ts.Symbol | undefined {
        const { project } = this.#scope;
        if (ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node))
            return ts.isIdentifier(node.name) ? project.symbolOf(node.name) : undefined;
        const target = assignedBy(node);
        return target && project.symbolOf(rootOf(unwrap(target)));
    }

    #forget(changed: ts.Symbol, state: State): State {
        const steps = state.steps.filter(({ key }) => key?.variables.has(changed) !== true);
        const name = new RegExp(`(^|[^\\w$])${changed.name.replace(/[^\w]/g, '\\$&')}($|[^\\w$])`);
        const forgets = (condition: string): boolean => name.test(condition);
        const stale = steps.some((step) => [...step.conditions].some(forgets)) || [...state.conditions].some(forgets);
        if (!stale) return { ...state, steps };
        const without = (conditions: ReadonlySet<string>): ReadonlySet<string> =>
            new Set([...conditions].filter((one) => !forgets(one)));
        return {
            steps: steps.map((step) => ({ ...step, conditions: without(step.conditions) })),
            conditions: without(state.conditions),
        };
    }

    #inline(call: ts.Node, state: State, walk: (body: ts.Node, state: State) => State | undefined): State | undefined {
        if (this.#inside.length >= DEEPEST || operationOf(call, this.#scope.project) !== undefined) return state;
        const target = this.#scope.reach.targetsOf(call).find((one) => this.#inside.every(({ body }) => body !== one));
        if (target === undefined || !isFunctionNode(target) || !this.#touches(target)) return state;
        const outer = this.#arguments;
        this.#arguments = this.#argumentsOf(target, call as ts.CallExpression);
        this.#inside.push({ body: target, call });
        const end = walk(target, { ...state, conditions: state.conditions });
        this.#inside.pop();
        this.#arguments = outer;
        return end && { ...end, conditions: state.conditions };
    }

    #touches(target: Body): boolean {
        return this.#scope.reach.trace(target, this.#scope.operationsIn).length > 0;
    }

    #argumentsOf(target: ts.FunctionLikeDeclaration, call: ts.CallExpression): Arguments {
        const { project, reach } = this.#scope;
        const given = new Map(this.#arguments);
        target.parameters.forEach((parameter, index) => {
            const symbol = project.symbolOf(parameter.name);
            const argument = call.arguments[index];
            if (symbol !== undefined)
                given.set(symbol, argument && keyTextOf(argument, this.#arguments, project, reach));
        });
        return given;
    }
}

/** What a condition says, part by part, where it holds or does not hold. */
function assume(given: ts.Expression, holds: boolean, state: State): State {
    return { ...state, conditions: new Set([...state.conditions, ...saidBy(given, holds)]) };
}

function saidBy(given: ts.Expression, holds: boolean): readonly string[] {
    const node = unwrap(given);
    if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
        return saidBy(node.operand, !holds);
    if (ts.isBinaryExpression(node)) {
        const { kind } = node.operatorToken;
        if (kind === ts.SyntaxKind.AmpersandAmpersandToken)
            return holds ? [...saidBy(node.left, true), ...saidBy(node.right, true)] : [];
        if (kind === ts.SyntaxKind.BarBarToken)
            return holds ? [] : [...saidBy(node.left, false), ...saidBy(node.right, false)];
        const negated = OPPOSITES[node.operatorToken.getText()];
        if (negated !== undefined) return [mark(`${node.left.getText()} ${negated} ${node.right.getText()}`, !holds)];
    }
    return [mark(node.getText().replace(/\s+/g, ' '), holds)];
}

const OPPOSITES: Readonly<Record<string, string>> = { '!==': '===', '!=': '==', '>=': '<', '<=': '>' };

function mark(text: string, holds: boolean): string {
    return holds ? text : `!${text}`;
}

function contradict(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
    return [...one].some((condition) => other.has(condition.startsWith('!') ? condition.slice(1) : `!${condition}`));
}

/** What `=` and its like, `++` and `--` change. */
function assignedBy(node: ts.Node): ts.Expression | undefined {
    if (ts.isBinaryExpression(node)) {
        const { kind } = node.operatorToken;
        return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment ? node.left : undefined;
    }
    if (!ts.isPrefixUnaryExpression(node) && !ts.isPostfixUnaryExpression(node)) return undefined;
    const { operator, operand } = node;
    return operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken ? operand : undefined;
}
