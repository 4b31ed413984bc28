import ts from 'typescript';
import { Flow } from '../scope/flow';
import type { Project } from '../scope/project';
import { nodesIn, shortText, unwrap } from '../scope/syntax';
import type { Rule, RuleContext } from './rule';

export const noUntrustedProperty: Rule = {
    name: 'no-untrusted-property',
    level: 'warn',
    fault: 'A name that the client chooses may be __proto__ or constructor: it changes what all objects have, or is lost.',
    remedy: 'Use a Map, or an object of Object.create(null).',
    whenWrong:
        'A name that was looked up in a list of allowed ones before: give it the type of these, or disable the line with that reason.',
    example: {
        wrong: 'votes[choice] = (votes[choice] ?? 0) + 1;',
        right: 'votes.set(choice, (votes.get(choice) ?? 0) + 1);',
    },
    check(context) {
        const flow = new Flow(context.project, context.scope.reach);
        for (const { node } of context.scope.transactionsIn(context.file)) {
            const parameters = new Set(node.parameters.slice(1).map(({ name }) => context.project.symbolOf(name)));
            for (const one of nodesIn(node)) {
                const access = writtenElement(one);
                if (access !== undefined && isUntrusted(access, parameters, flow, context))
                    context.report({
                        node: access,
                        message: `${shortText(access)} is written under a name that the client chooses, which may be __proto__.`,
                    });
            }
        }
    },
};

/** `object[name] = …`, `object[name] += …`, `object[name] ??= …`, `object[a][b] = …`. */
function writtenElement(node: ts.Node): ts.ElementAccessExpression | undefined {
    if (!ts.isBinaryExpression(node)) return undefined;
    const { kind } = node.operatorToken;
    if (kind < ts.SyntaxKind.FirstAssignment || kind > ts.SyntaxKind.LastAssignment) return undefined;
    const target = unwrap(node.left);
    if (ts.isElementAccessExpression(target)) return target;
    const inner = ts.isPropertyAccessExpression(target) ? unwrap(target.expression) : undefined;
    return inner !== undefined && ts.isElementAccessExpression(inner) ? inner : undefined;
}

function isUntrusted(
    access: ts.ElementAccessExpression,
    parameters: ReadonlySet<ts.Symbol | undefined>,
    flow: Flow,
    { project }: RuleContext,
): boolean {
    const name = access.argumentExpression;
    const isText = project.isUnknown(name) || (project.typeOf(name).flags & ts.TypeFlags.String) !== 0;
    if (!isText || hasNoPrototype(access.expression, project)) return false;
    const isArgument = (node: ts.Expression): boolean => {
        const symbol = ts.isIdentifier(node) ? project.symbolOf(node) : undefined;
        return symbol !== undefined && parameters.has(symbol);
    };
    return flow.sourceOf(name, { isSource: isArgument }) !== undefined;
}

function hasNoPrototype(given: ts.Expression, project: Project): boolean {
    const node = unwrap(given);
    const type = project.checker.getNonNullableType(project.typeOf(node));
    if (project.checker.isArrayLikeType(type)) return true;
    const initializer = project.constantOf(node)?.initializer;
    const text = initializer?.getText() ?? '';
    return /Object\.create\(null\)|__proto__: null/.test(text);
}
