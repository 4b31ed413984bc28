#!/usr/bin/env node
// Committed and plain JavaScript, since npm links no bin whose file is not there yet at install time. Node.js of any age
// has to understand it, and say that it is too old.
'use strict';

const { existsSync } = require('fs');
const { join } = require('path');
const { engines } = require('../package.json');

const oldest = engines.node.replace('>=', '');

function isTooOld() {
    const [major, minor] = process.version.slice(1).split('.').map(Number);
    const [oldestMajor, oldestMinor] = oldest.split('.').map(Number);
    return major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
}

function start() {
    const bin = join(__dirname, '..', 'dist', 'bin.js');
    if (existsSync(bin)) {
        require(bin);
    } else {
        process.stderr.write(`create-heddle is not built yet (${bin} is missing): run \`npm run build\`\n`);
        process.exitCode = 1;
    }
}

if (isTooOld()) {
    process.stderr.write(`create-heddle: this is Node.js ${process.version.slice(1)}: install ${oldest} or later\n`);
    process.exitCode = 2;
} else {
    start();
}
