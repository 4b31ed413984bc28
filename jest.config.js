const { ordinaryTests, settings } = require('./scripts/jest-tests');

/** @type {import('jest').Config} */
module.exports = {
    ...settings,
    testMatch: ordinaryTests(),
    // Much of the time is waiting, for processes and for timers, so that two do more than one even on a single core.
    maxWorkers: 2,
    workerIdleMemoryLimit: '192MB',
};
