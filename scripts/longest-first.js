// The order in which jest begins heavy suites.
'use strict';

const { default: Sequencer } = require('@jest/test-sequencer');
const { LONGEST_FIRST } = require('./jest-tests');

module.exports = class LongestFirst extends Sequencer {
    sort(tests) {
        const place = ({ path }) => {
            const found = LONGEST_FIRST.findIndex((name) => path.endsWith(`${name}.heavy.test.js`));
            return found === -1 ? LONGEST_FIRST.length : found;
        };
        return [...tests].sort((one, other) => place(one) - place(other) || one.path.localeCompare(other.path));
    }
};
