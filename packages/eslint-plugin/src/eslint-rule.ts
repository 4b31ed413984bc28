import type { Rule as EslintRule } from 'eslint';
import { ruleLink } from './rule-link';
import { analyseFile } from './rules/analyse-file';
import type { Rule, RuleOptions } from './rules/rule';
import { openFile } from './scope/open-projects';

const OPTIONS: Readonly<Record<keyof RuleOptions, object>> = {
    allow: { type: 'array', items: { type: 'string' } },
    names: { type: 'array', items: { type: 'string' } },
    strict: { type: 'boolean' },
};

/**
 * Makes a rule of ESLint. It looks at the file as a part of its project, which is read once for all rules and files; of
 * ESLint's own tree it needs nothing, so that any parser and any version of TypeScript will do.
 */
export function createEslintRule(rule: Rule): EslintRule.RuleModule {
    return {
        meta: {
            type: 'problem',
            docs: { description: rule.fault, url: ruleLink(rule.name) },
            ...(rule.fixable === true ? { fixable: 'code' as const } : {}),
            schema: [
                {
                    type: 'object',
                    properties: Object.fromEntries((rule.options ?? []).map((name) => [name, OPTIONS[name]])),
                    additionalProperties: false,
                },
            ],
        },
        create: (context) => ({
            Program: () => {
                checkFile(rule, context);
            },
        }),
    };
}

function checkFile(rule: Rule, context: EslintRule.RuleContext): void {
    const { file, scope } = openFile(context.filename, context.sourceCode.text, context.sourceCode) ?? {};
    if (file === undefined || scope === undefined) return;
    const options = (context.options[0] ?? {}) as RuleOptions; // as the schema has it
    for (const finding of analyseFile(scope, file, [{ rule, level: 'error', options }])) {
        // What is a warning at most has no level of its own in ESLint: `heddle check` shows it.
        if (finding.level === 'warn' && rule.level === 'error') continue;
        const { fix } = finding;
        context.report({
            loc: {
                start: context.sourceCode.getLocFromIndex(finding.node.getStart()),
                end: context.sourceCode.getLocFromIndex(finding.node.getEnd()),
            },
            message: `${finding.message} ${finding.remedy ?? rule.remedy}`,
            ...(fix === undefined ? {} : { fix: (fixer) => fixer.replaceTextRange([fix.start, fix.end], fix.text) }),
        });
    }
}
