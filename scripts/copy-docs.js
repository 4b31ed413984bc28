// Copies the guides, the reference and their index into the package of the command, which `heddle docs` and `heddle explain` print. npm
// runs it before it packs. The copy is left there, since several packings may run at once; git ignores it, and in a checkout
// the command reads the original.
'use strict';

const { cpSync, existsSync, readdirSync, rmSync } = require('node:fs');
const { join } = require('node:path');
const { ROOT } = require('./workspaces');

function copyDocs(folder) {
    const from = join(ROOT, 'docs', folder);
    const to = join(ROOT, 'packages', 'cli', 'docs', folder);
    cpSync(from, to, { recursive: true });
    const copied = readdirSync(to, { recursive: true, encoding: 'utf8' });
    for (const name of copied.filter((one) => !existsSync(join(from, one))))
        rmSync(join(to, name), { recursive: true, force: true });
}

for (const folder of ['guide', 'reference']) copyDocs(folder);
cpSync(join(ROOT, 'docs', 'README.md'), join(ROOT, 'packages', 'cli', 'docs', 'README.md'));
