// Prints `tests: N passed, N failed` from the JSON that runs of `jest --json --outputFile=<file>` wrote, and fails when one
// failed.
'use strict';

const { readFileSync } = require('node:fs');

/** A suite that did not run at all counts as one failure, and so does a run that left no results. */
function tally(file) {
    try {
        const results = JSON.parse(readFileSync(file, 'utf8'));
        return {
            passed: results.numPassedTests,
            failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
        };
    } catch (error) {
        console.error(`no test results: ${error.message}`);
        return { passed: 0, failed: 1 };
    }
}

const tallies = process.argv.slice(2).map(tally);
const passed = tallies.reduce((sum, one) => sum + one.passed, 0);
const failed = tallies.reduce((sum, one) => sum + one.failed, 0);
console.log(`tests: ${passed} passed, ${failed} failed`);
if (failed > 0 || passed === 0) process.exitCode = 1;
