// Writes the reference, docs/reference/stub.md and its siblings, from the doc comments of the packages. With --check,
// compares instead of writing.
'use strict';

const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { renderCorpusIndex, renderLintRules } = require('./reference/lint-rules');
const { readDeclarations } = require('./reference/declarations');
const { PAGES } = require('./reference/pages');
const { renderPage } = require('./reference/render');
const { ROOT } = require('./workspaces');

const check = process.argv.includes('--check');

/** Writes a page that is generated, or with --check tells that it is another one. */
function writePage(path, text, problems) {
    const file = join(ROOT, path);
    const known = existsSync(file) ? readFileSync(file, 'utf8') : '';
    if (known === text) return;
    if (check) problems.push(`${path} is not what the sources say: run \`npm run docs\``);
    else writeFileSync(file, text);
}

async function main() {
    const packages = PAGES.flatMap((page) => [page.package, ...(page.others ?? [])]);
    const declarations = readDeclarations([...new Set(packages)]);
    const problems = [];
    for (const page of PAGES) {
        const text = await renderPage(page, declarations, problems);
        writePage(`docs/reference/${page.file}`, text, problems);
    }
    writePage('docs/reference/lint-rules.md', await renderLintRules(), problems);
    writePage('packages/eslint-plugin/corpus/INDEX.md', await renderCorpusIndex(), problems);
    for (const problem of problems) console.error(problem);
    if (problems.length > 0) process.exitCode = 1;
}

void main();
