const { ordinaryTests, settings } = require('./scripts/jest-tests');

/** @type {import('jest').Config} */
module.exports = {
    ...settings,
    testMatch: ordinaryTests(),
    // More than the two cores that it is meant for: much of a run is waiting for processes and timers.
    maxWorkers: 3,
    // What a suite has loaded is let go of late. A new worker costs less than the memory of a large one.
    workerIdleMemoryLimit: '96MB',
};
