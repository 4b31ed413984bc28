import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { stepsWith, TEMPLATES } from './harness/created-project';
import { outputPattern } from './harness/guide';
import { GuideReader } from './harness/guide-reader';
import { PackageRegistry } from './harness/package-registry';
import { runShell } from './harness/run-shell';
import { ROOT } from './repository/source-files';

// Package managers install, and a registry may be slow.
jest.setTimeout(900_000);

let root: string;
let registry: PackageRegistry;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'heddle-create-')));
    const tarballs = join(root, 'tarballs');
    mkdirSync(tarballs);
    const upstream = (await runShell('npm config get registry', { cwd: ROOT })).trim();
    registry = await PackageRegistry.start(tarballs, upstream);
    env = await variablesOf(registry);
});

afterAll(async () => {
    await registry[Symbol.asyncDispose]();
    rmSync(root, { recursive: true, force: true });
});

/** The variables of a machine of its own, which shares with this one only what npm has downloaded from others. */
async function variablesOf({ url }: PackageRegistry): Promise<NodeJS.ProcessEnv> {
    const shared = (await runShell('npm config get cache', { cwd: ROOT })).trim();
    const cache = join(root, 'cache');
    mkdirSync(cache);
    mkdirSync(join(shared, '_cacache'), { recursive: true });
    symlinkSync(join(shared, '_cacache'), join(cache, '_cacache'));
    const settings = { registry: url, cache, fund: false, audit: false, 'update-notifier': false };
    writeFileSync(
        join(root, '.npmrc'),
        Object.entries(settings)
            .map(([name, value]) => `${name}=${String(value)}\n`)
            .join(''),
    );
    // What is installed in this repository is not what the project has.
    const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
    return { HOME: root, PATH: path.join(delimiter) };
}

describe.each(Object.keys(TEMPLATES))('npm create heddle -- --template %s', (template) => {
    it('makes a project that builds, passes its lint and tests, runs, answers and is packaged', async () => {
        await using reader = new GuideReader({ installs: true, env });
        for (const step of stepsWith(template)) {
            await reader.follow(step);
            // eslint-disable-next-line jest/no-conditional-expect -- a table of steps, of which some say what was printed
            if (step.kind === 'output') expect(reader.output).toMatch(outputPattern(step.text));
        }
        const project = join(reader.folder, 'my-contract');
        expect(readFileSync(join(project, 'package-lock.json'), 'utf8')).toContain('"node_modules/heddle"');
    });
});
