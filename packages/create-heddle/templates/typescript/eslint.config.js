const heddle = require('@heddle/eslint-plugin');
const js = require('@eslint/js');
const { defineConfig } = require('eslint/config');
const tseslint = require('typescript-eslint');

module.exports = defineConfig(
    { ignores: ['**/dist/'] },
    js.configs.recommended,
    {
        files: ['**/*.ts'],
        // With types: a promise that nobody awaits is a write that is lost.
        extends: [tseslint.configs.recommendedTypeChecked],
        languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: __dirname } },
    },
    // What endorsers differ in, what is read after it was written, and what would be told to everybody.
    heddle.configs.recommended,
    {
        files: ['**/*.js'],
        languageOptions: {
            sourceType: 'commonjs',
            globals: { __dirname: 'readonly', module: 'writable', require: 'readonly' },
        },
    },
);
