import ts from 'typescript';
import { fullNameOf } from '../scope/names';
import type { Project } from '../scope/project';
import type { Body, FactsOf } from '../scope/reach';
import { onlyForPeople } from '../scope/shown-only';
import { isBinary, nodesIn, shortText, unwrap } from '../scope/syntax';
import type { TransactionScope } from '../scope/transaction-scope';
import { remembered, reportChains } from './machine-rule';
import type { Rule } from './rule';

/** Functions that the language leaves to the engine. sqrt, floor and their like are exact. */
const INEXACT = new Set(
    [
        'acos',
        'acosh',
        'asin',
        'asinh',
        'atan',
        'atan2',
        'atanh',
        'cbrt',
        'cos',
        'cosh',
        'exp',
        'expm1',
        'hypot',
        'log',
        'log10',
        'log1p',
        'log2',
        'sin',
        'sinh',
        'tan',
        'tanh',
    ].map((name) => `Math.${name}`),
);
const MEMO = new WeakMap<TransactionScope, FactsOf<ts.Node>>();
const RATE = /rate|interest|percent|factor|ratio|yield|growth/i;

export const noInexactMath: Rule = {
    name: 'no-inexact-math',
    level: 'warn',
    fault: 'Powers with fractions, logarithms and sines are approximations, and engines and their versions differ in the last digit.',
    remedy: 'Calculate with whole numbers or bigint, in fixed steps; take what needs more from an argument that is checked.',
    whenWrong: 'Where the result is rounded to far fewer digits before it is kept, disable the line with that reason.',
    example: {
        wrong: 'const due = principal * Math.exp(rate * years);',
        right: 'let due = principal;\nfor (let year = 0; year < years; year += 1) due += (due * ratePerMille) / 1000n;',
    },
    check(context) {
        const factsOf = MEMO.get(context.scope) ?? remembered((body) => inexactIn(body, context.project));
        MEMO.set(context.scope, factsOf);
        reportChains(context, factsOf, (node) => ({
            node,
            text: shortText(node),
            says: 'engines differ in the last digits of it.',
        }));
    },
};

function inexactIn(body: Body, project: Project): readonly ts.Node[] {
    return nodesIn(body).filter((node) => isInexact(node, project) && !onlyForPeople(node, project));
}

function isInexact(node: ts.Node, project: Project): boolean {
    if (isBinary(node, ts.SyntaxKind.AsteriskAsteriskToken, ts.SyntaxKind.AsteriskAsteriskEqualsToken))
        return isFractionalPower(node.left, node.right, project);
    if (!ts.isCallExpression(node)) return false;
    const name = fullNameOf(node.expression, project) ?? '';
    const [base, exponent] = node.arguments;
    if (name === 'Math.pow')
        return base !== undefined && exponent !== undefined && isFractionalPower(base, exponent, project);
    return INEXACT.has(name);
}

function isFractionalPower(base: ts.Expression, exponent: ts.Expression, project: Project): boolean {
    return isFractional(base, project) || isFractional(exponent, project);
}

/** Whether a number is written as a fraction, or is called a rate. */
function isFractional(given: ts.Expression, project: Project): boolean {
    const node = unwrap(given);
    if (project.hasFlags(node, ts.TypeFlags.BigIntLike)) return false;
    const initializer = project.constantOf(node)?.initializer;
    return [node, ...(initializer === undefined ? [] : [initializer])]
        .flatMap((one) => nodesIn(one))
        .some(
            (one) =>
                (ts.isNumericLiteral(one) && !Number.isInteger(Number(one.text.replaceAll('_', '')))) ||
                isBinary(one, ts.SyntaxKind.SlashToken) ||
                (ts.isIdentifier(one) && RATE.test(one.text)),
        );
}
