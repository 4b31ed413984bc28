// Checks each package as npm would pack it: what `exports`, `bin` and `files` promise has to be in the tarball.
'use strict';

const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { ROOT, publishedPackages } = require('./workspaces');

/**
 * What publint finds and is meant to be so: Fabric's document imports `shim` as the default of its module, beside which
 * everything has a name of its own.
 */
const INTENDED = new Set(['CJS_WITH_ESMODULE_DEFAULT_EXPORT']);

async function lint(folder) {
    const [{ publint }, { formatMessage }] = await Promise.all([import('publint'), import('publint/utils')]);
    const pkgDir = join(ROOT, folder);
    const manifest = JSON.parse(readFileSync(join(pkgDir, 'package.json'), 'utf8'));
    const { messages } = await publint({ pkgDir, strict: true });
    const problems = messages.filter(({ code }) => !INTENDED.has(code));
    return problems.map((message) => `${folder}: ${formatMessage(message, manifest, { color: false })}`);
}

async function main() {
    const packages = publishedPackages();
    const problems = (await Promise.all(packages.map(lint))).flat();
    for (const problem of problems) console.error(problem);
    console.log(`publint: ${packages.length} packages, ${problems.length} problems`);
    if (problems.length > 0) process.exitCode = 1;
}

void main(); // a rejection ends the process with code 1 and a stack trace, which is what a check should do
