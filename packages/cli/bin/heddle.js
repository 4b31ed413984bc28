#!/usr/bin/env node
// Committed and plain JavaScript, since npm links no bin whose file is not there yet at install time.
'use strict';

const { existsSync } = require('node:fs');
const { enableCompileCache } = require('node:module');
const { join } = require('node:path');

// Most of a start is compiling. Node has it from 22.8 on.
enableCompileCache?.();

const bin = join(__dirname, '..', 'dist', 'bin.js');
if (existsSync(bin)) {
    require(bin);
} else {
    process.stderr.write(`heddle is not built yet (${bin} is missing): run \`npm run build\`\n`);
    process.exitCode = 1;
}
