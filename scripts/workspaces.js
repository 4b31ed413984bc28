'use strict';

const { existsSync, readFileSync, readdirSync } = require('node:fs');
const { join } = require('node:path');

const ROOT = join(__dirname, '..');

/** Expands the two forms that the root manifest uses, `folder` and `folder/*`; Node 20 has no glob. */
function expand(pattern) {
    if (!pattern.endsWith('/*')) return [pattern];
    const parent = pattern.slice(0, -2);
    if (!existsSync(join(ROOT, parent))) return [];
    return readdirSync(join(ROOT, parent)).map((name) => `${parent}/${name}`);
}

/** Lists the folders of the npm workspaces, relative to the root: `packages/core`, `conformance`, … */
function workspaces() {
    return readManifest('.')
        .workspaces.flatMap(expand)
        .filter((folder) => existsSync(join(ROOT, folder, 'package.json')));
}

function readManifest(folder) {
    return JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
}

/** Lists the manifests of the workspaces that are published. */
function publishedManifests() {
    return publishedPackages().map(readManifest);
}

/** Lists the workspaces that are published. */
function publishedPackages() {
    return workspaces().filter(isPublished);
}

function isPublished(folder) {
    return folder.startsWith('packages/') && readManifest(folder).private !== true;
}

module.exports = { ROOT, workspaces, readManifest, publishedManifests, publishedPackages };
