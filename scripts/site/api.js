// The exports of the packages, of which TypeDoc makes the reference of the API.
'use strict';

const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { ROOT, publishedPackages, readManifest } = require('../workspaces');

/** Those that stand in for Fabric's packages have Fabric's documentation; the command has pages, its exports are for ours. */
const ELSEWHERE = /\/fabric-|^heddle\b|\/internal$/;
/** What an author meets first. */
const FIRST = ['@heddle/contract', '@heddle/testing', '@heddle/client', '@heddle/core', '@heddle/local-peer'];

/** The entries with declarations: the name by which users import each, and its source. Internal ones are left out. */
function readApi() {
    return entries()
        .filter(({ name }) => !ELSEWHERE.test(name))
        .toSorted((a, b) => rankOf(a.name) - rankOf(b.name) || (a.name < b.name ? -1 : 1));
}

/** The sources by the names with which packages import one another, for TypeScript's option `paths`. */
function sourcePaths() {
    return Object.fromEntries(entries().map(({ name, source }) => [name, [source]]));
}

function entries() {
    return publishedPackages().flatMap((folder) => {
        const { name, exports = {} } = readManifest(folder);
        return Object.entries(exports).flatMap(([subpath, { types }]) => {
            const source =
                types &&
                join(ROOT, folder, types)
                    .replace('/dist/', '/src/')
                    .replace(/\.d\.ts$/, '.ts');
            return source && existsSync(source) ? [{ name: name + subpath.slice(1), source }] : [];
        });
    });
}

function rankOf(name) {
    const rank = FIRST.findIndex((one) => name === one || name.startsWith(`${one}/`));
    return rank === -1 ? FIRST.length : rank;
}

module.exports = { readApi, sourcePaths };
