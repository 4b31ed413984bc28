import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { DevPackage } from './harness/dev-package';

const RED = { id: 'a1', color: 'red', size: 5, owner: 'ann', appraisedValue: 300 };
const CREATED = ['invoke', 'createAsset', JSON.stringify(RED)] as const;

const open: DevPackage[] = [];

async function start(options: readonly string[] = [], from?: DevPackage): Promise<DevPackage> {
    const dev = await DevPackage.start(options, from?.folder);
    open.push(dev);
    return dev;
}

afterEach(async () => {
    for (const dev of open.splice(0).reverse()) await dev[Symbol.asyncDispose]();
});

/** Changes a text in what the example was compiled to, which is what is run. */
function edit({ folder }: DevPackage, before: string, after: string): void {
    const file = join(folder, 'dist', 'asset-transfer.js');
    const source = readFileSync(file, 'utf8');
    expect(source).toContain(before);
    writeFileSync(file, source.replaceAll(before, after));
}

describe('heddle dev', () => {
    it('prints each transaction: who, what, its result, reads, writes, event, and what became of it', async () => {
        const dev = await start();
        await dev.heddle(...CREATED);
        await dev.heddle('query', 'readAsset', 'a1');
        await dev.heddle('invoke', 'readAsset', 'a7');
        const printed = dev.output.slice(dev.output.indexOf('submit'));
        const key = String.raw`asset\(a1\)={"appraisedValue":300,.* \+byOwner`;
        const who = String.raw`by User1@org1\.example\.com \(Org1MSP\) \S+ ms \w{8}`;
        for (const line of [
            String.raw`submit   asset-transfer\.createAsset\('{"id":"a1",.*}'\) ${who}`,
            String.raw` {9}reads    asset\(a1\)`,
            ` {9}writes   ${key}`,
            ' {9}event    AssetCreated {"id":"a1","owner":"ann"}',
            String.raw`\d\d:\d\d:\d\d commit   VALID asset-transfer\.createAsset block 1 \w{8}`,
            String.raw`\d\d:\d\d:\d\d evaluate asset-transfer\.readAsset\('a1'\) ${who}`,
            ' {9}result   {"appraisedValue":300,.*',
            String.raw` {9}failed   404 ASSET_NOT_FOUND: there is no asset\(a7\)`,
        ])
            expect(printed).toMatch(new RegExp(`^(?:.*)${line}$`, 'm'));
    });

    it('keeps the ledger when the chaincode is swapped, and loses no transaction over it', async () => {
        const dev = await start(['--build', '']);
        await dev.heddle(...CREATED);
        const calls: Promise<{ readonly code: unknown }>[] = [];
        const texts = ['Assets and who owns them', 'Assets and no more', 'Nobody knows'];
        for (const swap of [1, 2]) {
            edit(dev, texts[swap - 1] ?? '', texts[swap] ?? '');
            for (let number = 0; number < 4; number++)
                calls.push(dev.heddle('invoke', 'createAsset', JSON.stringify({ ...RED, id: `b${swap}${number}` })));
            await dev.printed(/the new chaincode runs/g, swap);
        }
        expect((await Promise.all(calls)).map(({ code }) => code)).toEqual(Array.from(calls, () => 0));
        const metadata = await dev.heddle('query', 'org.hyperledger.fabric:GetMetadata');
        expect(metadata.stdout).toContain('Nobody knows');
        expect(JSON.parse((await dev.heddle('query', 'readAsset', 'a1')).stdout)).toEqual(RED);
    });

    it('keeps ledger and identities in a store, so that old users go on', async () => {
        const first = await start(['--store', 'kept']);
        await first.heddle(...CREATED);
        await first.end();
        const file = join(first.folder, 'kept/crypto/peerOrganizations/org1.example.com/users');
        const user = join(file, 'User1@org1.example.com/msp/signcerts/User1@org1.example.com-cert.pem');
        const before = readFileSync(user, 'utf8');
        const second = await start(['--store', 'kept'], first);
        expect(JSON.parse((await second.heddle('query', 'readAsset', 'a1')).stdout)).toEqual(RED);
        expect((await second.heddle('invoke', 'transferAsset', 'a1', 'bob')).code).toBe(0);
        expect(readFileSync(user, 'utf8')).toBe(before);
    });

    it('starts with an empty ledger each time if no ledger is kept', async () => {
        const first = await start();
        await first.heddle(...CREATED);
        await first.end();
        const second = await start([], first);
        expect((await second.heddle('query', 'readAsset', 'a1')).stderr).toContain('ASSET_NOT_FOUND');
    });
});
