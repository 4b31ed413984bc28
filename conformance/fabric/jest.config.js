const { join } = require('node:path');

const root = join(__dirname, '../..');

/** The suites that run on real peers: `npm run conformance:fabric` starts them, with the binaries that it found. */
/** @type {import('jest').Config} */
module.exports = {
    rootDir: root,
    roots: [join(root, 'conformance')],
    testMatch: [join(root, 'conformance/dist/fabric/*.suite.js')],
    transform: {}, // tsc -b has compiled them
    testTimeout: 120_000,
    // Each suite has a network of its own: one at a time is enough for a small machine.
    maxWorkers: 1,
};
