const js = require('@eslint/js');
const { defineConfig } = require('eslint/config');
const jest = require('eslint-plugin-jest');
const prettier = require('eslint-config-prettier/flat');
const simpleImportSort = require('eslint-plugin-simple-import-sort');
const tseslint = require('typescript-eslint');

const TESTS = ['**/*.test.ts', '**/*.suite.ts'];

const limits = {
    complexity: ['error', 10],
    'max-depth': ['error', 2],
    'max-lines': ['error', { max: 350, skipBlankLines: true, skipComments: true }],
    'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
};

/** One block: what a module needs for its effects, then Node, packages and our own files, the farthest first. */
const importOrder = {
    'simple-import-sort/imports': ['error', { groups: [['^\\u0000', '^node:', '^@?\\w', '^', '^\\.']] }],
};

const typescriptRules = {
    '@typescript-eslint/consistent-type-imports': 'error',
    '@typescript-eslint/explicit-function-return-type': ['error', { allowExpressions: true }],
    // Classes describe the values of contracts, and a plain object of that shape is such a value.
    '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
    '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
    // An annotation is the only type that a compiler emits for a decorated parameter or property.
    '@typescript-eslint/no-inferrable-types': ['error', { ignoreParameters: true, ignoreProperties: true }],
    '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' },
    ],
    '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    '@typescript-eslint/switch-exhaustiveness-check': 'error',
};

module.exports = defineConfig(
    // Fixtures are what compilers are fed with, and belong to no project whose types the rules could ask.
    // The facade's declarations are in the form of those whose place they take.
    {
        ignores: [
            '**/dist/',
            'site/',
            '**/coverage/',
            '**/node_modules/',
            '**/fixtures/',
            'packages/eslint-plugin/corpus/',
            // Projects of their own, with a configuration of their own, which a test runs.
            'packages/create-heddle/templates/',
            'packages/fabric-*/types/',
        ],
    },
    { linterOptions: { reportUnusedDisableDirectives: 'error' } },
    js.configs.recommended,
    {
        rules: {
            ...limits,
            'no-console': 'error',
            'no-restricted-imports': [
                'error',
                { patterns: [{ group: ['@heddle/*/src', '@heddle/*/src/**', '@heddle/*/dist', '@heddle/*/dist/**'] }] },
            ],
        },
    },
    {
        files: ['**/*.ts', '**/*.tsx'],
        extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
        languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: __dirname } },
        plugins: { 'simple-import-sort': simpleImportSort },
        rules: { ...typescriptRules, ...importOrder },
    },
    {
        files: ['**/*.js'],
        languageOptions: {
            sourceType: 'commonjs',
            globals: {
                __dirname: 'readonly',
                AbortController: 'readonly',
                AbortSignal: 'readonly',
                Buffer: 'readonly',
                console: 'readonly',
                process: 'readonly',
            },
        },
    },
    {
        files: TESTS,
        extends: [jest.configs['flat/recommended']],
        rules: {
            // describe() is a function, and a table of cases is long without being hard.
            'max-lines': 'off',
            'max-lines-per-function': 'off',
            // The compiler sees to that; titles may be computed.
            'jest/consistent-test-it': ['error', { fn: 'it', withinDescribe: 'it' }],
            'jest/valid-title': ['error', { ignoreTypeOfTestName: true }],
            'jest/expect-expect': ['error', { assertFunctionNames: ['expect*', 'assert*', 'fc.assert'] }],
        },
    },
    // Markup is long, and asks often what is there, without being hard.
    { files: ['**/*.tsx'], rules: { complexity: ['error', 20], 'max-lines-per-function': ['error', { max: 80 }] } },
    // A suite exports its tests so that each implementation can run them.
    { files: ['**/*.suite.ts'], rules: { 'jest/no-export': 'off' } },
    // Their output is for a person at a terminal.
    {
        files: ['packages/cli/**', 'packages/dev/**', 'packages/studio/build.js', 'scripts/**'],
        rules: { 'no-console': 'off' },
    },
    prettier,
);
