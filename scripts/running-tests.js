// A reporter for jest: when a run is ended from outside, as by a limit of time, it names the suites that had not finished.
'use strict';

const { relative } = require('node:path');

module.exports = class RunningTests {
    #running = new Set();

    constructor({ rootDir }) {
        process.once('SIGTERM', () => {
            const names = [...this.#running].map((path) => relative(rootDir, path));
            console.error(`ended by SIGTERM while these ran: ${names.join(', ') || 'none'}`);
            process.exit(1);
        });
    }

    onTestFileStart({ path }) {
        this.#running.add(path);
    }

    onTestFileResult({ path }) {
        this.#running.delete(path);
    }
};
