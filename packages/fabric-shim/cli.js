#!/usr/bin/env node
// Committed and plain JavaScript, since npm links no bin whose file is not there yet at install time.
'use strict';

const { existsSync } = require('node:fs');
const { join } = require('node:path');

const command = join(__dirname, 'dist', 'command.js');
if (existsSync(command)) {
    require(command).runCommand(process);
} else {
    process.stderr.write(`fabric-chaincode-node is not built yet (${command} is missing)\n`);
    process.exitCode = 1;
}
