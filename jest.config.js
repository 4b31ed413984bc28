const { ordinaryTests, settings } = require('./scripts/jest-tests');

/** @type {import('jest').Config} */
module.exports = {
    ...settings,
    testMatch: ordinaryTests(),
    // Much of a run is waiting for processes and timers, which two suites do at the same time even on a single core.
    maxWorkers: 2,
    // What a suite has loaded is let go of late. A new worker costs less than the memory of a large one.
    workerIdleMemoryLimit: '96MB',
};
