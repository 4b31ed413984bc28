const { heavyTests, settings } = require('./scripts/jest-tests');

/** @type {import('jest').Config} */
module.exports = {
    ...settings,
    testMatch: heavyTests(),
    testTimeout: 300_000,
    maxWorkers: 1, // each one may fill the memory
};
