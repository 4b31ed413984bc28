// Gives all packages the version that the changesets ask for, and the changelog its heading: npm run release:version
'use strict';

const { execFileSync } = require('node:child_process');
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { ROOT, publishedManifests } = require('../workspaces');

const UNRELEASED = '## [Unreleased]\n';

/** What is unreleased becomes the section of a version. */
function dateChangelog(changelog, version, day) {
    if (changelog.includes(`## [${version}]`)) throw new Error(`CHANGELOG.md has ${version} already: add a changeset`);
    if (!changelog.includes(UNRELEASED)) throw new Error('CHANGELOG.md has no section [Unreleased]');
    return changelog.replace(UNRELEASED, `${UNRELEASED}\n## [${version}] - ${day}\n`);
}

function run(command, ...args) {
    execFileSync(command, args, { cwd: ROOT, stdio: 'inherit' });
}

function main() {
    run('npx', 'changeset', 'version');
    const [{ version }] = publishedManifests();
    const changelog = join(ROOT, 'CHANGELOG.md');
    const today = new Date().toISOString().slice(0, 10);
    writeFileSync(changelog, dateChangelog(readFileSync(changelog, 'utf8'), version, today));
    run('npm', 'install', '--package-lock-only');
    console.log(`All packages have version ${version}.`);
}

main();
