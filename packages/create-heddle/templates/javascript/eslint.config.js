const heddle = require('@heddle/eslint-plugin');
const js = require('@eslint/js');
const { defineConfig } = require('eslint/config');

module.exports = defineConfig(js.configs.recommended, heddle.configs.recommended, {
    languageOptions: {
        sourceType: 'commonjs',
        globals: { module: 'writable', process: 'readonly' },
    },
});
