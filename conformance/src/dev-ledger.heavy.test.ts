import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { DevPackage } from './harness/dev-package';

const RED = { id: 'a1', color: 'red', size: 5, owner: 'ann', appraisedValue: 300 };
const SEED = `state:
    - key: [note, n1]
      value: { text: hello }
calls:
    - function: createAsset
      args: [${JSON.stringify(RED)}]
      as: Admin
`;

const open: DevPackage[] = [];

async function start(options: readonly string[] = [], from?: DevPackage): Promise<DevPackage> {
    const dev = await DevPackage.start(options, from?.folder);
    open.push(dev);
    return dev;
}

afterEach(async () => {
    for (const dev of open.splice(0).reverse()) await dev[Symbol.asyncDispose]();
});

async function keysOf(dev: DevPackage): Promise<string[]> {
    const { stdout } = await dev.heddle('state', 'ls');
    return stdout.split('\n').map((line) => line.replace(/ = .*/, ''));
}

describe('the ledger of heddle dev', () => {
    it('begins with a seed, has a snapshot of it, and goes back to that with another contract', async () => {
        const dev = await start(['--build', '']);
        writeFileSync(join(dev.folder, 'seed.yaml'), SEED);
        await dev.end();
        const seeded = await start(['--build', '', '--seed', join(dev.folder, 'seed.yaml')], dev);
        await seeded.printed(/seeded from .*seed\.yaml: 1 key, 1 call, in \d+ ms/g);
        await seeded.printed(/snapshot start at 3 blocks/g);
        const rows = ['asset(a1)', 'asset.byOwner(ann) → asset(a1)', 'note(n1)', ''];
        expect(await keysOf(seeded)).toEqual(rows);
        await seeded.heddle('invoke', 'transferAsset', 'a1', 'bob');
        expect((await keysOf(seeded))[1]).toBe('asset.byOwner(bob) → asset(a1)');
        const file = join(seeded.folder, 'dist', 'asset-transfer.js');
        writeFileSync(file, readFileSync(file, 'utf8').replaceAll('Assets and who owns them', 'Assets and no more'));
        await seeded.printed(/the new chaincode runs/g);
        const reverted = await seeded.heddle('revert');
        expect(reverted.stderr).toBe('the ledger is at snapshot start, at 3 blocks: 1 block undone\n');
        await seeded.printed(/revert {3}start 1 block undone, 3 blocks left/g);
        expect(await keysOf(seeded)).toEqual(rows);
        expect(JSON.parse((await seeded.heddle('state', 'get', 'asset(a1)')).stdout)).toEqual(RED);
        expect((await seeded.heddle('invoke', 'deleteAsset', 'a1')).code).toBe(0);
    });

    it('does not begin where a call of the seed is refused, and says which', async () => {
        const dev = await start(['--build', '']);
        const seed = join(dev.folder, 'seed.yaml');
        writeFileSync(seed, `${SEED}    - function: createAsset\n      args: [${JSON.stringify(RED)}]\n`);
        await dev.end();
        await expect(start(['--build', '', '--seed', seed], dev)).rejects.toThrow(
            /seed\.yaml:8: call 2 of the seed, createAsset, was refused: .*\n.*409, ASSET_EXISTS/,
        );
    });

    it('keeps snapshots with a store, which is not seeded twice', async () => {
        const first = await start(['--store', 'kept']);
        await first.heddle('invoke', 'createAsset', JSON.stringify(RED));
        await first.heddle('snapshot', 'one');
        await first.heddle('invoke', 'deleteAsset', 'a1');
        writeFileSync(join(first.folder, 'seed.yaml'), SEED);
        await first.end();
        const second = await start(['--store', 'kept', '--seed', join(first.folder, 'seed.yaml')], first);
        await second.printed(/the ledger has 3 blocks already: .*seed\.yaml is left out/g);
        expect(await keysOf(second)).toEqual(['']);
        expect((await second.heddle('revert', 'one')).code).toBe(0);
        expect(await keysOf(second)).toEqual(['asset(a1)', 'asset.byOwner(ann) → asset(a1)', '']);
        const { stdout } = await second.heddle('snapshot', '--list');
        expect(stdout).toMatch(/^one {2}2 blocks {2}\S+\n$/);
    });
});
