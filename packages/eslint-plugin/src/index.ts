import type { ESLint, Linter } from 'eslint';
import { createConfiguration, PLUGIN_NAME } from './configs';
import { createEslintRule } from './eslint-rule';
import { ALL_RULES } from './rules/all-rules';
import { VERSION } from './version';

/** The rules by name, as ESLint takes them. */
export const rules: NonNullable<ESLint.Plugin['rules']> = Object.fromEntries(
    ALL_RULES.map((rule) => [rule.name, createEslintRule(rule)]),
);

/** What ESLint shows of the plugin. */
export const meta = { name: '@heddle/eslint-plugin', version: VERSION, namespace: PLUGIN_NAME };

const plugin: ESLint.Plugin = { meta, rules };

/**
 * Configurations to put into `eslint.config.js`.
 *
 * @example
 * const heddle = require('\@heddle/eslint-plugin');
 * module.exports = [heddle.configs.recommended];
 */
export const configs: { readonly recommended: Linter.Config; readonly strict: Linter.Config } = {
    /** Errors for what is never right; warnings for what mostly is not. */
    recommended: createConfiguration('recommended', plugin, false),
    /** The same, and a decision about access for each transaction that writes. */
    strict: createConfiguration('strict', plugin, true),
};
