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

/**
 * Finds what an expression of Prometheus asks.
 *
 * @throws Error where it is none
 */
export function metricUsesOf(expression: string): MetricUse[] {
    const tree = parser.parse(expression);
    const uses: MetricUse[] = [];
    tree.iterate({
        enter: ({ type, node }) => {
            if (type.isError) throw new Error(`no PromQL at ${String(node.from)} of ${expression}`);
            if (node.name === 'VectorSelector') uses.push(useOf(node, expression));
        },
    });
    return uses;
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
