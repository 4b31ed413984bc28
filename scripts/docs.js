// Writes the reference, docs/reference/stub.md and its siblings, from the doc comments of the packages. With --check,
// compares instead of writing.
'use strict';

const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { readDeclarations } = require('./reference/declarations');
const { PAGES } = require('./reference/pages');
const { renderPage } = require('./reference/render');
const { ROOT } = require('./workspaces');

const check = process.argv.includes('--check');

async function main() {
    const packages = PAGES.flatMap((page) => [page.package, ...(page.others ?? [])]);
    const declarations = readDeclarations([...new Set(packages)]);
    const problems = [];
    for (const page of PAGES) {
        const text = await renderPage(page, declarations, problems);
        const file = join(ROOT, 'docs', 'reference', page.file);
        const known = existsSync(file) ? readFileSync(file, 'utf8') : '';
        if (known === text) continue;
        if (check) problems.push(`docs/reference/${page.file} is not what the doc comments say: run \`npm run docs\``);
        else writeFileSync(file, text);
    }
    for (const problem of problems) console.error(problem);
    if (problems.length > 0) process.exitCode = 1;
}

void main();
