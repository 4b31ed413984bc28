import { spawnSync } from 'node:child_process';
import {
    existsSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    realpathSync,
    rmSync,
    statSync,
    writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { packPackages, runNpm } from './harness/pack-packages';
import { ImageProcess } from './image/image-process';
import { readManifest } from './repository/source-files';

// npm packs and installs; a registry may be slow.
jest.setTimeout(600_000);

const MOST_PACKAGES = 42;
const MOST_BYTES = 30_000_000;

/** What a server in production installs, besides what the packages depend on. */
const SERVER = ['protocol', 'core', 'contract', 'journal', 'cli'];
const DEVELOPER = [...SERVER, 'local-peer', 'replay', 'testing', 'studio', 'dev'];

const CONTRACT = `
const { Contract } = require('@heddle/contract');
exports.Cars = class Cars extends Contract { async read(ctx, id) { return id; } };`;

interface Locked {
    readonly version?: string;
    readonly hasInstallScript?: boolean;
}

/** Why there is nothing to test; undefined where there is. */
function missing(): string | undefined {
    const { status } = spawnSync('npm', ['view', 'commander', 'version'], { timeout: 60_000 });
    return status === 0 ? undefined : 'no registry of npm can be reached';
}

const reason = missing();
let root: string;

beforeAll(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'heddle-install-')));
});
afterAll(() => {
    rmSync(root, { recursive: true, force: true });
});

/** Installs packed packages into a new folder, with the peers of a contract, as for production. */
async function install(name: string, folders: readonly string[]): Promise<string> {
    const project = join(root, name);
    const tarballs = join(project, 'tarballs');
    mkdirSync(tarballs, { recursive: true });
    const packed = await packPackages(folders, tarballs);
    const files = Object.fromEntries(Array.from(packed, ([one, file]) => [one, `file:tarballs/${file}`]));
    const dependencies = { ...readManifest('packages/contract').peerDependencies, ...files };
    writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'cars', main: 'cars.js', dependencies }));
    writeFileSync(join(project, 'cars.js'), CONTRACT);
    await runNpm(project, ['install', '--omit=dev', '--ignore-scripts', '--prefer-offline']);
    return project;
}

function lockedIn(project: string): [path: string, locked: Locked][] {
    const lock = JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8')) as {
        readonly packages: Readonly<Record<string, Locked>>;
    };
    return Object.entries(lock.packages).filter(([path]) => path !== '');
}

function filesIn(project: string): string[] {
    const folder = join(project, 'node_modules');
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .map((name) => join(folder, name))
        .filter((path) => statSync(path).isFile());
}

function heddle(
    project: string,
    ...args: readonly string[]
): { status: number | null; stdout: string; stderr: string } {
    const bin = join(project, 'node_modules', 'heddle', 'bin', 'heddle.js');
    return spawnSync(process.execPath, [bin, ...args], { cwd: project, env: {}, encoding: 'utf8' });
}

(reason === undefined ? describe : describe.skip)(
    `an installation from packed packages${reason === undefined ? '' : ` (skipped: ${reason})`}`,
    () => {
        let server: string;

        beforeAll(async () => {
            server = await install('server', SERVER);
        });

        it(`has at most ${MOST_PACKAGES} packages for a server`, () => {
            const paths = lockedIn(server).map(([path]) => path);
            expect(paths.length).toBeGreaterThan(SERVER.length);
            expect({ count: paths.length, isFine: paths.length <= MOST_PACKAGES, paths }).toMatchObject({
                isFine: true,
            });
        });

        it(`has at most ${MOST_BYTES / 1e6} MB for a server`, () => {
            const bytes = filesIn(server).reduce((sum, file) => sum + statSync(file).size, 0);
            expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
        });

        it('has no install script and no native module for a server', () => {
            expect(lockedIn(server).filter(([, { hasInstallScript }]) => hasInstallScript)).toEqual([]);
            const native = filesIn(server).filter((file) => file.endsWith('.node') || basename(file) === 'binding.gyp');
            expect(native).toEqual([]);
        });

        it('serves, describes contracts and tells of the documentation without the rest', async () => {
            const image = { workingFolder: server, command: ['node_modules/.bin/heddle', 'server'], environment: {} };
            const variables = { CORE_CHAINCODE_ID: 'cars:1', CORE_CHAINCODE_ADDRESS: '127.0.0.1:0' };
            await using running = new ImageProcess(image, variables);
            expect(await running.address(/^listening/)).toMatch(/^127\.0\.0\.1:\d+$/);
            expect(await running.terminate()).toBe(0);
            expect(heddle(server, 'metadata').stdout).toContain('"read"');
            expect(heddle(server, 'docs', 'getting-started').stdout).toMatch(/^# Getting started\n/);
            expect(heddle(server, 'explain', 'ACCESS_DENIED').stdout).toMatch(/^# `ACCESS_DENIED`\n/);
        });

        it('names what is missing, each in one sentence', () => {
            expect(heddle(server, '--help').stdout).toContain('(not installed: npm install --save-dev @heddle/dev)');
            const invoked = heddle(server, 'invoke', 'read', 'a');
            expect(invoked.status).toBe(2);
            expect(invoked.stderr).toMatch(
                /^heddle: heddle invoke comes with @heddle\/dev, which is not installed: .*\n$/,
            );
        });

        it('dials a peer without the rest', () => {
            expect(existsSync(join(server, 'node_modules', '@grpc', 'grpc-js'))).toBe(false);
            const started = heddle(server, 'start', '--chaincode-id-name', 'cars:1', '--peer.address', 'localhost:1');
            expect(started.status).toBe(1);
            expect(started.stderr).toMatch(/^heddle: no connection to the peer at localhost:1: .*ECONNREFUSED/m);
        });

        it('has the commands for developers, too, where @heddle/dev is installed', async () => {
            const developer = await install('developer', DEVELOPER);
            expect(heddle(developer, '--help').stdout).toContain('\nCommands of @heddle/dev:\n');
            const queried = heddle(developer, 'query', 'read', 'a');
            expect([queried.status, queried.stderr]).toEqual([
                2,
                expect.stringContaining('heddle dev does not run for'),
            ]);
        });
    },
);
