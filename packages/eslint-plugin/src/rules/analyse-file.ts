import type ts from 'typescript';
import { nodesIn } from '../scope/syntax';
import type { TransactionScope } from '../scope/transaction-scope';
import type { Finding, Level, Rule, RuleOptions } from './rule';

/** A rule as somebody wants it. */
export interface ConfiguredRule {
    readonly rule: Rule;
    readonly level: Exclude<Level, 'off'>;
    readonly options: RuleOptions;
}

/** A finding with the rule that has it. */
export interface RuleFinding extends Finding {
    readonly rule: Rule;
    readonly severity: 'error' | 'warn';
}

/** Runs rules over one file, in the order of the text. */
export function analyseFile(
    scope: TransactionScope,
    file: ts.SourceFile,
    rules: readonly ConfiguredRule[],
): readonly RuleFinding[] {
    const found: RuleFinding[] = [];
    const bodies = scope.bodiesIn(file);
    const nodes = bodies.flatMap((body) => nodesIn(body).map((node) => ({ node, body })));
    const operations = bodies.flatMap((body) => scope.operationsIn(body).map((operation) => ({ operation, body })));
    for (const { rule, level, options } of rules)
        rule.check({
            file,
            scope,
            project: scope.project,
            options,
            nodes: () => nodes,
            operations: () => operations,
            report: (finding) => found.push({ ...finding, rule, severity: finding.level ?? level }),
        });
    const places = new Set<string>();
    return found
        .filter(({ node, rule }) => {
            const place = `${rule.name} ${node.getStart()}`;
            return !places.has(place) && places.add(place);
        })
        .sort((a, b) => a.node.getStart() - b.node.getStart());
}
