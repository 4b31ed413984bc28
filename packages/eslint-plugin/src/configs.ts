import type { ESLint, Linter } from 'eslint';
import { parser } from './eslint-parser';
import { ALL_RULES } from './rules/all-rules';
import type { Rule } from './rules/rule';

/** The name of the plugin in configurations and in comments: `@heddle/no-locale`. */
export const PLUGIN_NAME = '@heddle';

/** What a check of a folder leaves out as well: what is built, and what configures tools. */
const BUILT = ['**/dist/**', '**/build/**', '**/coverage/**', '**/*.config.*'];

/** Makes a configuration of all rules, at the levels that `levelOf` gives. */
export function createConfiguration(name: string, plugin: ESLint.Plugin, strict: boolean): Linter.Config {
    const entryOf = (rule: Rule): Linter.RuleEntry => {
        const level = strict ? (rule.strictLevel ?? rule.level) : rule.level;
        return strict && rule.options?.includes('strict') === true ? [level, { strict: true }] : level;
    };
    return {
        name: `${PLUGIN_NAME}/${name}`,
        // Contracts are in src, in lib or in a package of a workspace: the rules find them, and pass over all else.
        files: ['**/*.{ts,mts,cts,js,mjs,cjs}'],
        ignores: BUILT,
        plugins: { [PLUGIN_NAME]: plugin },
        languageOptions: { parser },
        rules: Object.fromEntries(ALL_RULES.map((rule) => [`${PLUGIN_NAME}/${rule.name}`, entryOf(rule)])),
    };
}
