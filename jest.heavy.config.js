const { join } = require('node:path');
const { heavyTests, settings } = require('./scripts/jest-tests');

/** @type {import('jest').Config} */
module.exports = {
    ...settings,
    testMatch: heavyTests(),
    testTimeout: 300_000,
    testSequencer: join(__dirname, 'scripts', 'longest-first.js'),
    // Half of the time passes in waiting for processes and timers. More would be too much for the memory of a small machine.
    maxWorkers: 2,
    workerIdleMemoryLimit: '256MB',
};
