import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { LocalPeer } from '@heddle/local-peer';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { packAll } from './drop-in/create-adopter';
import { ServedFolder } from './drop-in/served-folder';
import { runNpm } from './harness/pack-packages';
import { type Ended, HEDDLE, runProgram } from './harness/run-program';
import { ROOT } from './repository/source-files';

// Package managers install, and a registry may be slow.
jest.setTimeout(900_000);

const ASSETS = join(ROOT, 'conformance', 'fixtures', 'drop-in', 'chaincodes', 'assets');

/** As authors write it, with a tool among the rest that asks for the originals, as frameworks do. */
const MANIFEST = `{
  "name": "assets",
  "version": "1.0.0",
  "main": "index.js",
  "scripts": {
    "start": "fabric-chaincode-node start"
  },
  "dependencies": {
    "fabric-contract-api": "~2.5.4",
    "fabric-shim": "~2.5.4",
    "framework": "file:./framework"
  }
}
`;
const FRAMEWORK = { name: 'framework', version: '1.0.0', dependencies: { 'fabric-shim': '2.5.7' } };

let root: string;
let packed: string;

beforeAll(async () => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'heddle-adopt-')));
    packed = await packAll(join(root, 'packed'));
});

afterAll(() => {
    rmSync(root, { recursive: true, force: true });
});

/** A package manager of its own, in front of those that the machine has. */
async function environment(tool: string | undefined): Promise<Readonly<Record<string, string>>> {
    const { PATH = '', HOME = '' } = process.env;
    if (tool === undefined) return { PATH, HOME };
    const folder = join(root, tool);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"private":true,"allowScripts":{"pnpm":true}}');
    await runNpm(folder, ['install', tool]);
    return { PATH: [join(folder, 'node_modules', '.bin'), PATH].join(delimiter), HOME };
}

function createPackage(name: string): string {
    const folder = join(root, name);
    cpSync(ASSETS, folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), MANIFEST);
    mkdirSync(join(folder, 'framework'));
    writeFileSync(join(folder, 'framework', 'package.json'), JSON.stringify(FRAMEWORK));
    return folder;
}

async function readsAsset(folder: string): Promise<string> {
    await using server = await ServedFolder.start({ folder, packageId: 'assets:1', mspId: 'Org1MSP' });
    const peer = await LocalPeer.start();
    try {
        peer.install({ name: 'assets', packageId: 'assets:1', connect: { address: server.address } });
        await peer.submit({ chaincode: 'assets', function: 'fill' });
        const { payload } = await peer.evaluate({ chaincode: 'assets', function: 'read', args: ['a1'] });
        return payload.toString();
    } finally {
        await peer.close();
    }
}

describe.each([
    ['npm', undefined, 'package-lock.json'],
    ['pnpm', 'pnpm@10', 'pnpm-lock.yaml'],
    ['yarn', 'yarn@1', 'yarn.lock'],
])('heddle adopt with %s', (name, tool, lockFile) => {
    let env: Readonly<Record<string, string>>;
    let folder: string;

    beforeAll(async () => {
        env = await environment(tool);
        folder = createPackage(name);
    });

    function adopt(...options: readonly string[]): Promise<Ended> {
        return runProgram([HEDDLE, 'adopt', '--package-manager', name, ...options], { cwd: folder, env });
    }

    it('reports without a change', async () => {
        const { code, stdout, stderr } = await adopt('--check', '--from', packed);
        expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
        expect(stdout).toContain(`${folder} would change:`);
        expect(stdout).toContain('  Assets: 8 transactions');
        expect(stdout).toContain('framework@1.0.0: fabric-shim 2.5.7');
        expect(readFileSync(join(folder, 'package.json'), 'utf8')).toBe(MANIFEST);
        expect(existsSync(join(folder, 'node_modules'))).toBe(false);
    });

    it('has the chaincode served, with no original left', async () => {
        const { code, stdout, stderr } = await adopt('--from', packed);
        expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
        expect(stdout).toContain(`Start it as before (${name} start)`);
        expect(await readsAsset(folder)).toBe('{"id":"a1","size":5,"owner":"Ann"}');
        expect(stdout).not.toContain('Originals that are left');
        expect(existsSync(join(folder, lockFile))).toBe(true);
    });

    it('is taken back, to the byte', async () => {
        const { code, stderr } = await adopt('--undo');
        expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
        expect(readFileSync(join(folder, 'package.json'), 'utf8')).toBe(MANIFEST);
        expect(existsSync(join(folder, 'pnpm-workspace.yaml'))).toBe(false);
        const shim = join(folder, 'node_modules', 'fabric-shim', 'package.json');
        expect(JSON.parse(readFileSync(shim, 'utf8'))).toMatchObject({ name: 'fabric-shim' });
    });
});
