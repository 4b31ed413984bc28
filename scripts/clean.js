// Removes what the build and the tests wrote, so that the next build starts from the sources alone.
'use strict';

const { rmSync } = require('node:fs');
const { join } = require('node:path');
const { ROOT, workspaces } = require('./workspaces');

for (const folder of ['coverage', ...workspaces().map((workspace) => join(workspace, 'dist'))])
    rmSync(join(ROOT, folder), { recursive: true, force: true });
