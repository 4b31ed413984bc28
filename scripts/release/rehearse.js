// Publishes all packages to a registry of its own, and uses them from there as a newcomer does, with each version of
// Node.js and each package manager: npm run release:rehearse -- [--node 20] [--with pnpm]
'use strict';

const { mkdirSync, mkdtempSync, readdirSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { performance } = require('node:perf_hooks');
const { parseArgs } = require('node:util');
const { runShell } = require('../../conformance/dist/harness/run-shell');
const { ROOT, publishedManifests } = require('../workspaces');
const { JOURNEYS } = require('./journeys');
const { createHome } = require('./new-machine');
const { Registry } = require('./registry');
const { NODES, PNPM, installTool } = require('./tools');

const LONGEST_JOURNEY_MS = 600_000;

/** Packs all packages, and publishes what was packed. */
async function publish(folder, registry, signal) {
    const tarballs = join(folder, 'tarballs');
    const env = createHome(join(folder, 'publisher'), registry, []);
    mkdirSync(tarballs);
    const names = publishedManifests().map(({ name }) => `--workspace ${name}`);
    await runShell(`npm pack --pack-destination ${tarballs} ${names.join(' ')}`, { cwd: ROOT, env, signal });
    for (const tarball of readdirSync(tarballs)) {
        // There is nobody here who could attest to where it was built.
        await runShell(`npm publish ./${tarball} --provenance=false`, { cwd: tarballs, env, signal });
        console.log(`published ${tarball}`);
    }
}

/** Goes on all journeys on one machine. @returns a row of the table */
async function rehearseOn({ node, packageManager, folder, registry, signal }) {
    const bins = [await installTool(`node@${node}`, signal)];
    if (packageManager === 'pnpm') bins.push(await installTool(`pnpm@${PNPM}`, signal));
    const env = createHome(join(folder, `${packageManager}-on-${node}`), registry, bins);
    const version = (command) =>
        runShell(`${command} --version`, { cwd: folder, env, signal }).then((text) => text.trim());
    const row = { node: await version('node'), with: `${packageManager} ${await version(packageManager)}` };
    for (const [name, journey] of Object.entries(JOURNEYS)) {
        row[name] = await outcomeOf(() =>
            journey({
                packageManager,
                env,
                signal: AbortSignal.any([signal, AbortSignal.timeout(LONGEST_JOURNEY_MS)]),
            }),
        );
        console.log(`${row.node}, ${row.with}: ${name}: ${row[name]}`);
    }
    return row;
}

async function outcomeOf(run) {
    const start = performance.now();
    try {
        await run();
        return `${((performance.now() - start) / 1000).toFixed(0)} s`;
    } catch (error) {
        console.error(error);
        return 'FAILED';
    }
}

async function rehearse({ nodes, packageManagers, folder, registry, signal }) {
    await publish(folder, registry, signal);
    const rows = [];
    for (const node of nodes) {
        for (const packageManager of packageManagers) {
            signal.throwIfAborted();
            rows.push(await rehearseOn({ node, packageManager, folder, registry, signal }));
        }
    }
    console.table(rows);
    if (rows.some((row) => Object.values(row).includes('FAILED'))) process.exitCode = 1;
}

async function main() {
    const { values } = parseArgs({
        options: {
            node: { type: 'string', multiple: true, default: NODES },
            with: { type: 'string', multiple: true, default: ['npm', 'pnpm'] },
        },
    });
    const interrupt = new AbortController();
    for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => interrupt.abort(new Error(name)));
    const { signal } = interrupt;
    const folder = mkdtempSync(join(tmpdir(), 'heddle-rehearsal-'));
    let registry;
    try {
        const upstream = (await runShell('npm config get registry', { cwd: ROOT, signal })).trim();
        const names = publishedManifests().map(({ name }) => name);
        registry = await Registry.start({ folder, names, upstream, signal });
        await rehearse({ nodes: values.node, packageManagers: values.with, folder, registry, signal });
    } finally {
        await registry?.close();
        rmSync(folder, { recursive: true, force: true });
    }
}

void main(); // a rejection ends the process with code 1 and a stack trace, which is what a check should do
