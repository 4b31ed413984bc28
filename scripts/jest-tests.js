// What jest runs: the settings that `npm test` and `npm run test:heavy` share, and the lists of their tests.
'use strict';

const { existsSync, readdirSync } = require('node:fs');
const { join } = require('node:path');

const ROOT = join(__dirname, '..');
const MEMBERS = ['packages', 'examples', 'conformance', 'bench'].map((name) => join(ROOT, name)).filter(existsSync);
const HEAVY = '.heavy.test.ts';

/** The compiled twin of every test in src, so that a stale file in dist never runs. `folder` is a member or holds members. */
function compiledTests(folder, isWanted) {
    const source = join(folder, 'src');
    if (!existsSync(source))
        return readdirSync(folder, { withFileTypes: true })
            .filter((entry) => entry.isDirectory())
            .flatMap((entry) => compiledTests(join(folder, entry.name), isWanted));
    return readdirSync(source, { recursive: true })
        .filter((file) => file.endsWith('.test.ts') && isWanted(file))
        .map((file) => join(folder, 'dist', file.replace(/\.ts$/, '.js')));
}

function testsThat(isWanted) {
    return MEMBERS.flatMap((member) => compiledTests(member, isWanted));
}

/** @type {import('jest').Config} */
exports.settings = {
    rootDir: ROOT,
    roots: MEMBERS,
    reporters: ['default', join(__dirname, 'running-tests.js')],
    testTimeout: 60_000, // nothing is timed, and machines are shared
    transform: {}, // tsc -b has compiled them, with the metadata users get
    coverageProvider: 'v8',
    collectCoverageFrom: ['packages/*/dist/**/*.js', '!**/*.test.js'],
};

/**
 * Heavy suites that take a minute or more, the longest first: begun last, one of them would run alone at the end.
 * The others follow in the order of their names.
 */
exports.LONGEST_FIRST = [
    'seeded-faults',
    'published-types',
    'large-values',
    'dev-inspect',
    'screens',
    'adopt',
    'create-heddle',
    'facade-types',
    'local-peer/workers',
    'followed-guides',
];

exports.ordinaryTests = () => testsThat((file) => !file.endsWith(HEAVY));
exports.heavyTests = () => testsThat((file) => file.endsWith(HEAVY));
