// Checks the tarball of each package with "Are the types wrong?": that every entry resolves, under node10, node16 (from
// CommonJS and from ES modules) and bundler, to declarations that say what Node finds there.
'use strict';

const { execFileSync } = require('node:child_process');
const { mkdtempSync, readdirSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { ROOT, publishedPackages } = require('./workspaces');

/** What it finds and is meant to be so, as `package kind`. */
const INTENDED = new Set([
    // Fabric's document imports `shim` as the default of its module, beside which everything has a name of its own. In an
    // ES module of Node's the default is all exports, `shim` among them.
    '@heddle/core CJSOnlyExportsDefault',
]);

/** Calls `use` with the folder of the tarballs as npm publishes them. */
async function withTarballs(use) {
    const folder = mkdtempSync(join(tmpdir(), 'heddle-packed-'));
    try {
        const packages = publishedPackages().map((name) => join(ROOT, name));
        execFileSync('npm', ['pack', '--silent', '--pack-destination', folder, ...packages], { cwd: ROOT });
        return await use(folder);
    } finally {
        rmSync(folder, { recursive: true });
    }
}

function describe({ kind, entrypoint, resolutionKind, typesFileName, fileName, moduleSpecifier, missing }) {
    const where = [entrypoint, resolutionKind, typesFileName ?? fileName, moduleSpecifier, missing?.join(', ')];
    return `${kind}: ${where.filter(Boolean).join(', ')}`;
}

async function check(tarball) {
    const { checkPackage, createPackageFromTarballData } = await import('@arethetypeswrong/core');
    const { packageName, types, entrypoints, problems } = await checkPackage(
        createPackageFromTarballData(readFileSync(tarball)),
    );
    if (types === false) return [`${packageName}: there are no declarations`];
    console.log(`${packageName}: ${Object.keys(entrypoints).join(', ')}`);
    return problems
        .filter(({ kind }) => !INTENDED.has(`${packageName} ${kind}`))
        .map((problem) => `${packageName}: ${describe(problem)}`);
}

async function main() {
    const problems = await withTarballs(async (folder) => {
        const tarballs = readdirSync(folder).map((name) => join(folder, name));
        return (await Promise.all(tarballs.map(check))).flat();
    });
    for (const problem of problems) console.error(problem);
    console.log(`types: ${problems.length} problems`);
    if (problems.length > 0) process.exitCode = 1;
}

void main(); // a rejection ends the process with code 1 and a stack trace, which is what a check should do
