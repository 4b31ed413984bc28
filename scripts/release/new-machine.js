'use strict';

const { mkdirSync, writeFileSync } = require('node:fs');
const { delimiter, join } = require('node:path');

/**
 * Makes a home folder that knows the registry and nothing else: caches are its own, so that no tarball of an earlier
 * rehearsal is taken for one of the same version.
 *
 * @param home the folder to make
 * @param registry where its package managers look
 * @param bins folders of executables that come before those of this machine
 * @returns the variables of its commands
 */
function createHome(home, registry, bins) {
    mkdirSync(home, { recursive: true });
    writeFileSync(
        join(home, '.npmrc'),
        `registry=${registry.url}\n` +
            `//${registry.host}/:_authToken=none\n` + // npm insists on one to publish; the registry does not look at it
            'fund=false\naudit=false\nupdate-notifier=false\n',
    );
    return { HOME: home, PATH: [...bins, ...pathOfMachine()].join(delimiter), CI: 'true' };
}

/** `npm run` puts the executables of the repository first, among them the command that has to come from the registry. */
function pathOfMachine() {
    return process.env.PATH.split(delimiter).filter((folder) => !folder.includes('node_modules'));
}

module.exports = { createHome };
