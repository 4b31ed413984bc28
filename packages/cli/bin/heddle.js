#!/usr/bin/env node
// Committed and plain JavaScript, since npm links no bin whose file is not there yet at install time. Node.js of any age
// has to understand it, and say that it is too old.
'use strict';

const { existsSync } = require('fs');
const nodeModule = require('module');
const { join } = require('path');
const { setFlagsFromString } = require('v8');
const { engines } = require('../package.json');

const oldest = engines.node.replace('>=', '');

function isTooOld() {
    const [major, minor] = process.version.slice(1).split('.').map(Number);
    const [oldestMajor, oldestMinor] = oldest.split('.').map(Number);
    return major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
}

function start() {
    // Until the command runs: dist/serving/heap-growth.js says why, and sets it back.
    setFlagsFromString('--semi-space-growth-factor=1');
    // Most of a start is compiling. Node has it from 22.8 on.
    if (nodeModule.enableCompileCache !== undefined) nodeModule.enableCompileCache();
    const bin = join(__dirname, '..', 'dist', 'bin.js');
    if (existsSync(bin)) {
        require(bin);
    } else {
        process.stderr.write(`heddle is not built yet (${bin} is missing): run \`npm run build\`\n`);
        process.exitCode = 1;
    }
}

if (isTooOld()) {
    process.stderr.write(`heddle: this is Node.js ${process.version.slice(1)}: install ${oldest} or later\n`);
    process.exitCode = 2;
} else {
    start();
}
