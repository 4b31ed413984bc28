import { createRequire } from 'node:module';
import type { SyntaxNode } from '@lezer/common' with { 'resolution-mode': 'import' };
import type { LRParser } from '@lezer/lr' with { 'resolution-mode': 'import' };

// Its types are those of an ES module, though it has a CommonJS one as well.
const { parser } = createRequire(__filename)('@prometheus-io/lezer-promql') as { readonly parser: LRParser };

/** What an expression asks of one metric. */
export interface MetricUse {
    readonly metric: string;
    /** The values that labels are to have, where they are named as such; undefined for a pattern, or another one. */
    readonly labels: ReadonlyMap<string, string | undefined>;
    /** The labels by which it is grouped. */
    readonly groupedBy: readonly string[];
}

/** What an expression asks where something else is not there: `asked unless absent`. */
export interface AbsenceUse {
    readonly asked: readonly MetricUse[];
    readonly absent: readonly MetricUse[];
}

/**
 * Finds what an expression of Prometheus asks.
 *
 * @throws Error where the expression cannot be parsed
 */
export function metricUsesOf(expression: string): MetricUse[] {
    return usesBelow(parse(expression), expression);
}

/**
 * Finds what an expression asks by `unless`.
 *
 * @throws Error where the expression cannot be parsed
 */
export function absencesIn(expression: string): AbsenceUse[] {
    return nodesBelow(parse(expression), 'BinaryExpr')
        .filter((node) => node.getChild('Unless') !== null)
        .map((node) => {
            const [asked, absent] = node.getChildren('Expr').map((side) => usesBelow(side, expression));
            return { asked: asked ?? [], absent: absent ?? [] };
        });
}

function parse(expression: string): SyntaxNode {
    const { topNode } = parser.parse(expression);
    const [error] = nodesBelow(topNode, '⚠');
    if (error !== undefined) throw new Error(`no PromQL at ${String(error.from)} of ${expression}`);
    return topNode;
}

function usesBelow(top: SyntaxNode, expression: string): MetricUse[] {
    return nodesBelow(top, 'VectorSelector').map((node) => useOf(node, expression));
}

/** Those of a name, the node itself included. */
function nodesBelow(top: SyntaxNode, name: string): SyntaxNode[] {
    const nodes: SyntaxNode[] = [];
    const cursor = top.cursor();
    cursor.iterate(({ node }) => {
        if (node.name === name) nodes.push(node);
    });
    return nodes;
}

function useOf(selector: SyntaxNode, expression: string): MetricUse {
    const textOf = (node: SyntaxNode | null): string => (node === null ? '' : expression.slice(node.from, node.to));
    const matchers = selector.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? [];
    const labels = new Map(
        matchers.map((matcher) => {
            const isEqual = textOf(matcher.getChild('MatchOp')) === '=';
            const value = textOf(matcher.getChild('StringLiteral')).slice(1, -1);
            return [textOf(matcher.getChild('LabelName')), isEqual ? value : undefined];
        }),
    );
    const groupedBy = aggregatesAround(selector).flatMap((aggregate) => {
        const grouping = aggregate.getChild('AggregateModifier')?.getChild('GroupingLabels');
        return grouping?.getChildren('LabelName').map(textOf) ?? [];
    });
    return { metric: textOf(selector.getChild('Identifier')), labels, groupedBy };
}

function aggregatesAround({ parent }: SyntaxNode): SyntaxNode[] {
    if (parent === null) return [];
    return [...(parent.name === 'AggregateExpr' ? [parent] : []), ...aggregatesAround(parent)];
}
