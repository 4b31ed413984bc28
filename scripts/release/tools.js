'use strict';

const { existsSync, mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { runShell } = require('../../conformance/dist/harness/run-shell');
const { ROOT } = require('../workspaces');

/** The versions of Node.js that a release is for; docs/reference/support.md and the workflow say the same. */
const NODES = ['20', '22', '24'];

/** The version of pnpm, likewise; npm is the one of this machine. */
const PNPM = '12';

/** From 6.9 on it needs Node.js 22. */
const REGISTRY = 'verdaccio@6.8';

const CACHE = join(ROOT, 'node_modules', '.cache', 'release-rehearsal');

/**
 * Installs a tool from npm into a folder of its own, where it stays for the next rehearsal.
 *
 * @param tool `node@22`
 * @returns the folder with its executables
 */
async function installTool(tool, signal) {
    const folder = join(CACHE, tool);
    const bin = join(folder, 'node_modules', '.bin');
    if (existsSync(bin)) return bin;
    mkdirSync(folder, { recursive: true });
    const manifest = {
        private: true,
        // These two fetch the binary of this platform by a script.
        allowScripts: { node: true, pnpm: true },
        // verdaccio's plugin names a version by a tag that not every registry has.
        overrides: { 'verdaccio-audit': { 'node-fetch': '^2.7.0' } },
    };
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
    await runShell(`npm install --no-audit --no-fund ${tool}`, { cwd: folder, signal });
    return bin;
}

module.exports = { NODES, PNPM, REGISTRY, installTool };
