import ts from 'typescript';

/** A function with a body, of any form. */
export type FunctionNode =
    | ts.FunctionDeclaration
    | ts.FunctionExpression
    | ts.ArrowFunction
    | ts.MethodDeclaration
    | ts.ConstructorDeclaration
    | ts.AccessorDeclaration;

export type CallNode = ts.CallExpression | ts.NewExpression;

export function isFunctionNode(node: ts.Node): node is FunctionNode {
    return (
        ts.isFunctionDeclaration(node) ||
        ts.isFunctionExpression(node) ||
        ts.isArrowFunction(node) ||
        ts.isMethodDeclaration(node) ||
        ts.isConstructorDeclaration(node) ||
        ts.isAccessor(node)
    );
}

export function isCallNode(node: ts.Node): node is CallNode {
    return ts.isCallExpression(node) || ts.isNewExpression(node);
}

/** Takes away what changes no value: parentheses, casts, `!`, all but the last of `a, b`. */
export function unwrap(node: ts.Expression): ts.Expression {
    if (
        ts.isParenthesizedExpression(node) ||
        ts.isAsExpression(node) ||
        ts.isNonNullExpression(node) ||
        ts.isSatisfiesExpression(node) ||
        ts.isTypeAssertionExpression(node)
    )
        return unwrap(node.expression);
    if (isBinary(node, ts.SyntaxKind.CommaToken)) return unwrap(node.right);
    return node;
}

/** `unwrap`, and without `await`. */
export function settled(node: ts.Expression): ts.Expression {
    const inner = unwrap(node);
    return ts.isAwaitExpression(inner) ? settled(inner.expression) : inner;
}

/** The nearest node above that is more than parentheses, casts or `await` around this one. */
export function outerOf(node: ts.Node): ts.Node {
    let outer = node.parent;
    while (
        ts.isParenthesizedExpression(outer) ||
        ts.isAsExpression(outer) ||
        ts.isNonNullExpression(outer) ||
        ts.isSatisfiesExpression(outer) ||
        ts.isTypeAssertionExpression(outer) ||
        ts.isAwaitExpression(outer)
    )
        outer = outer.parent;
    return outer;
}

export function isBinary(node: ts.Node, ...operators: readonly ts.SyntaxKind[]): node is ts.BinaryExpression {
    return ts.isBinaryExpression(node) && operators.includes(node.operatorToken.kind);
}

/** Lists a node and all below it, in the order of the text, without types. */
export function nodesIn(root: ts.Node, enter: (node: ts.Node) => boolean = () => true): ts.Node[] {
    const found: ts.Node[] = [];
    const visit = (node: ts.Node): void => {
        if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return;
        found.push(node);
        if (node === root || enter(node)) ts.forEachChild(node, visit);
    };
    visit(root);
    return found;
}

/** The same without the bodies of functions inside. */
export function nodesOfBody(fn: ts.Node): ts.Node[] {
    return nodesIn(fn, (node) => !isFunctionNode(node) && !ts.isClassLike(node));
}

export function isInside(node: ts.Node, outer: ts.Node): boolean {
    for (let at: ts.Node | undefined = node; at !== undefined; at = at.parent as ts.Node | undefined)
        if (at === outer) return true;
    return false;
}

export function enclosing<T extends ts.Node>(node: ts.Node, is: (at: ts.Node) => at is T): T | undefined {
    for (let at = node.parent as ts.Node | undefined; at !== undefined; at = at.parent as ts.Node | undefined)
        if (is(at)) return at;
    return undefined;
}

/** The name of a function, of the method, property or variable that it is, or `(function)`. */
export function functionName(fn: FunctionNode): string {
    if (ts.isConstructorDeclaration(fn)) return `new ${fn.parent.name?.text ?? 'class'}`;
    if (fn.name !== undefined) return nameText(fn.name);
    return nameFromOutside(fn.parent) ?? '(function)';
}

/** The name of what a function is assigned to. */
function nameFromOutside(parent: ts.Node): string | undefined {
    if (ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent) || ts.isPropertyAssignment(parent))
        return nameText(parent.name);
    return isBinary(parent, ts.SyntaxKind.EqualsToken) ? memberName(parent.left) : undefined;
}

export function nameText(name: ts.PropertyName | ts.BindingName): string {
    return ts.isIdentifier(name) || ts.isPrivateIdentifier(name) || ts.isStringLiteralLike(name)
        ? name.text
        : name.getText();
}

/** The name of a member in `a.name` or `a['name']`. */
export function memberName(node: ts.Node): string | undefined {
    if (ts.isPropertyAccessExpression(node)) return node.name.text;
    if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression))
        return node.argumentExpression.text;
    return undefined;
}

/** The object and the member's name of `a.name` or `a['name']`. */
export function memberOf(node: ts.Node): { readonly object: ts.Expression; readonly name: string } | undefined {
    const name = memberName(node);
    if (name === undefined) return undefined;
    return { object: (node as ts.PropertyAccessExpression).expression, name };
}

/** The method that a call names, with the object: `a.name(…)`, `a?.name(…)`, `a['name'](…)`. */
export function methodOf(node: ts.Node): { readonly object: ts.Expression; readonly name: string } | undefined {
    return ts.isCallExpression(node) ? memberOf(unwrap(node.expression)) : undefined;
}

export function modifiersOf(node: ts.Node): readonly ts.ModifierLike[] {
    return ts.canHaveModifiers(node) || ts.canHaveDecorators(node)
        ? ((node as { modifiers?: readonly ts.ModifierLike[] }).modifiers ?? [])
        : [];
}

export function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
    return modifiersOf(node).some((one) => one.kind === kind);
}

export function isAsync(fn: ts.Node): boolean {
    return hasModifier(fn, ts.SyntaxKind.AsyncKeyword);
}

/** Decorators by name, with their arguments. */
export function decoratorsOf(
    node: ts.Node,
): { readonly name: string; readonly args: readonly ts.Expression[]; readonly node: ts.Decorator }[] {
    return modifiersOf(node)
        .filter(ts.isDecorator)
        .map((decorator) => {
            const call = decorator.expression;
            const callee = ts.isCallExpression(call) ? call.expression : call;
            const name = ts.isIdentifier(callee) ? callee.text : (memberName(callee) ?? '');
            return { name, args: ts.isCallExpression(call) ? [...call.arguments] : [], node: decorator };
        });
}

/** What a function returns: of arrows with an expression that one, else each `return`. */
export function returnsOf(fn: FunctionNode): ts.Expression[] {
    if (ts.isArrowFunction(fn) && !ts.isBlock(fn.body)) return [fn.body];
    return nodesOfBody(fn).flatMap((node) =>
        ts.isReturnStatement(node) && node.expression !== undefined ? [node.expression] : [],
    );
}

/** Whether a function never ends without a value: by `return;`, or by its last line. */
export function alwaysReturnsValue(fn: FunctionNode): boolean {
    if (fn.body === undefined || (fn.flags & ts.NodeFlags.HasImplicitReturn) !== 0) return false;
    return !nodesOfBody(fn).some((node) => ts.isReturnStatement(node) && node.expression === undefined);
}

const LOOPS = new Set([
    ts.SyntaxKind.ForStatement,
    ts.SyntaxKind.ForInStatement,
    ts.SyntaxKind.ForOfStatement,
    ts.SyntaxKind.WhileStatement,
    ts.SyntaxKind.DoStatement,
]);

export function isLoop(node: ts.Node): node is ts.IterationStatement {
    return LOOPS.has(node.kind);
}

/** The text of an expression on one line, cut where it is long. */
export function shortText(node: ts.Node, most: number = 60): string {
    const text = node.getText().replace(/\s+/g, ' ');
    return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
