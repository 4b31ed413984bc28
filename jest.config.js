const { existsSync, readdirSync } = require('node:fs');
const { join } = require('node:path');

const MEMBERS = ['packages', 'examples', 'conformance', 'bench'];

/** The compiled twin of every test in src, so that a stale file in dist never runs. `folder` is a member or holds members. */
function compiledTests(folder) {
    if (!existsSync(folder)) return [];
    const source = join(folder, 'src');
    if (!existsSync(source))
        return readdirSync(folder, { withFileTypes: true })
            .filter((entry) => entry.isDirectory())
            .flatMap((entry) => compiledTests(join(folder, entry.name)));
    return readdirSync(source, { recursive: true })
        .filter((file) => file.endsWith('.test.ts'))
        .map((file) => join(folder, 'dist', file.replace(/\.ts$/, '.js')));
}

/** @type {import('jest').Config} */
module.exports = {
    roots: MEMBERS.map((name) => join(__dirname, name)).filter(existsSync),
    testMatch: MEMBERS.flatMap((name) => compiledTests(join(__dirname, name))),
    testTimeout: 60_000, // nothing is timed, and machines are shared
    transform: {}, // tsc -b has compiled them, with the metadata users get
    coverageProvider: 'v8',
    collectCoverageFrom: ['packages/*/dist/**/*.js', '!**/*.test.js'],
};
