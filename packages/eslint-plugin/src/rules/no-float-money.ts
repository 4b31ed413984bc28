import ts from 'typescript';
import { Flow } from '../scope/flow';
import { fullNameOf } from '../scope/names';
import type { Project } from '../scope/project';
import { operationOf } from '../scope/stub-call';
import {
    enclosing,
    functionName,
    isBinary,
    isFunctionNode,
    memberName,
    memberOf,
    outerOf,
    shortText,
    unwrap,
} from '../scope/syntax';
import type { Rule, RuleContext } from './rule';

const NAMES = [
    'amount',
    'balance',
    'price',
    'total',
    'fee',
    'cost',
    'sum',
    'value',
    'due',
    'principal',
    'salary',
    'deposit',
    'supply',
    'allowance',
    'interest',
    'tax',
];
const FLOATS = new Set(['parseFloat', 'Number.parseFloat']);
const INTEGERS = new Set(['parseInt', 'Number.parseInt']);

export const noFloatMoney: Rule = {
    name: 'no-float-money',
    level: 'warn',
    fault: 'A number is rounded: 0.1 + 0.2 is not 0.3, and from 2^53 on whole numbers are not exact.',
    remedy: 'Keep money as bigint, in the smallest unit; parameters and fields of type bigint are read exactly.',
    whenWrong: 'For what is no money and small, disable the line with that reason, or give `names` of your own.',
    example: {
        wrong: 'const balance = parseFloat(bytes.toString()) + amount;',
        right: 'const balance = BigInt(bytes.toString()) + amount;',
    },
    options: ['names'],
    check(context) {
        const names = new RegExp(
            `^(${(context.options.names ?? NAMES).join('|')})$|(${(context.options.names ?? NAMES).map(capitalized).join('|')})$`,
        );
        const flow = new Flow(context.project, context.scope.reach);
        for (const { node } of context.nodes()) checkNode(node, names, flow, context);
    },
};

function capitalized(name: string): string {
    return name.charAt(0).toUpperCase() + name.slice(1);
}

function checkNode(node: ts.Node, names: RegExp, flow: Flow, { project, report }: RuleContext): void {
    const tell = (says: string): void => {
        report({ node, message: `${shortText(node)} ${says}` });
    };
    if (ts.isCallExpression(node)) {
        const name = fullNameOf(node.expression, project) ?? '';
        if (FLOATS.has(name)) tell('makes a number that is rounded.');
        else if (INTEGERS.has(name) && !isForPlaces(node) && isOfState(node.arguments[0], flow, project))
            tell('is rounded from 2^53 on, and takes what begins with digits.');
    } else if (isMoneyOfJson(node, names, project))
        tell('comes of JSON.parse as a number: from 2^53 on it is rounded.');
    else if (isFraction(node, names, project)) tell('makes a fraction of money, which is rounded.');
}

/** How many digits an amount has is no amount, and is small: `const decimals = parseInt(…)`. */
const PLACES = /decimals|precision|scale|digits|exponent/i;

function isForPlaces(node: ts.Node): boolean {
    const outer = outerOf(node);
    if (ts.isVariableDeclaration(outer) || ts.isPropertyAssignment(outer)) return PLACES.test(outer.name.getText());
    if (isBinary(outer, ts.SyntaxKind.EqualsToken)) return PLACES.test(outer.left.getText());
    const fn = ts.isReturnStatement(outer) ? enclosing(outer, isFunctionNode) : undefined;
    return fn !== undefined && PLACES.test(functionName(fn));
}

function isOfState(given: ts.Expression | undefined, flow: Flow, project: Project): boolean {
    const isRead = (node: ts.Expression): boolean => operationOf(node, project)?.kind === 'read';
    return given !== undefined && flow.sourceOf(given, { isSource: isRead }) !== undefined;
}

/** `const { amount } = JSON.parse(json)`, `JSON.parse(json).amount`, `order.amount` of such an order. */
function isMoneyOfJson(node: ts.Node, names: RegExp, project: Project): boolean {
    const { name, object } = ts.isBindingElement(node) ? takenApart(node) : (memberOf(node) ?? {});
    if (name === undefined || object === undefined || !names.test(name)) return false;
    return isNumberOrUnknown(ts.isBindingElement(node) ? node.name : node, project) && isParsed(object, project);
}

/** The member that an element of `const { … } = object` takes. */
function takenApart({ parent, propertyName, name }: ts.BindingElement): { name?: string; object?: ts.Expression } {
    const holder = parent.parent;
    if (!ts.isVariableDeclaration(holder) || holder.initializer === undefined) return {};
    return { name: (propertyName ?? name).getText(), object: holder.initializer };
}

function isParsed(given: ts.Expression, project: Project): boolean {
    const node = unwrap(given);
    if (ts.isCallExpression(node)) {
        // State that was written with this precision is as exact as it was.
        return (
            fullNameOf(node.expression, project) === 'JSON.parse' &&
            node.arguments.length === 1 &&
            isArgument(node.arguments[0], project)
        );
    }
    const initializer = project.constantOf(node)?.initializer;
    return initializer !== undefined && isParsed(initializer, project);
}

function isArgument(given: ts.Expression | undefined, project: Project): boolean {
    const node = given && unwrap(given);
    const declaration = node && ts.isIdentifier(node) ? project.symbolOf(node)?.valueDeclaration : undefined;
    return declaration !== undefined && ts.isParameter(declaration);
}

function isNumberOrUnknown(node: ts.Node, project: Project): boolean {
    return project.isUnknown(node) || project.hasFlags(node, ts.TypeFlags.NumberLike);
}

/** Money by `/`, or times a fraction. */
function isFraction(node: ts.Node, names: RegExp, project: Project): boolean {
    if (!isBinary(node, ts.SyntaxKind.SlashToken, ts.SyntaxKind.AsteriskToken)) return false;
    const sides = [unwrap(node.left), unwrap(node.right)];
    const isMoney = sides.some(
        (side) =>
            names.test(ts.isIdentifier(side) ? side.text : (memberName(side) ?? '')) &&
            project.hasFlags(side, ts.TypeFlags.NumberLike),
    );
    const byFraction = sides.some(
        (side) => ts.isNumericLiteral(side) && !Number.isInteger(Number(side.text.replaceAll('_', ''))),
    );
    return isMoney && (node.operatorToken.kind === ts.SyntaxKind.SlashToken || byFraction) && !isRounded(node);
}

function isRounded(node: ts.Node): boolean {
    return (
        ts.isCallExpression(node.parent) && /^Math\.(floor|ceil|trunc|round)$/.test(node.parent.expression.getText())
    );
}
