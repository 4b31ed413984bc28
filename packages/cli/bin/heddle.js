#!/usr/bin/env node
// Committed and plain JavaScript, since npm links no bin whose file is not there yet at install time.
'use strict';

const { existsSync } = require('node:fs');
const { join } = require('node:path');

const bin = join(__dirname, '..', 'dist', 'bin.js');
if (existsSync(bin)) {
    require(bin);
} else {
    process.stderr.write(`heddle is not built yet (${bin} is missing): run \`npm run build\`\n`);
    process.exitCode = 1;
}
