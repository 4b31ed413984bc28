import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CollectionOptions } from '@heddle/local-peer';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { LocalPeerNetwork } from '../local-peer/local-peer-network';
import { describeGeneratedFiles, SUPPLY, SUPPLY_CHAINCODE } from './describe-generated-files';
import { heddle, INDEX_FILE, makeFiles, makePackage, packedFiles } from './made-files';

// It starts processes, and the machine may be busy.
jest.setTimeout(120_000);

const ADDRESS = 'supply.example.com:9999';

let folder: string;
let network: LocalPeerNetwork;

beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'heddle-files-'));
    network = await LocalPeerNetwork.start({ takesBatches: true, takesSelectors: true });
    const { packageFile, collectionsFile } = await makeFiles(folder, ADDRESS);
    const content = packedFiles(packageFile).get(INDEX_FILE)?.toString() ?? '';
    await network.deployForEach(SUPPLY, SUPPLY_CHAINCODE, {
        indexes: [{ name: INDEX_FILE, content }],
        collections: JSON.parse(readFileSync(collectionsFile, 'utf8')) as CollectionOptions[],
    });
});
afterAll(async () => {
    await network[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
});

describeGeneratedFiles('a local peer', true, () => network.target);

describe('state promise 16: files that are made of what contracts declare', () => {
    it('are the same bytes in two runs, and a package in which verify finds nothing', async () => {
        const collections = join(folder, 'collections.json');
        expect(await heddle('collections', '-f', collections)).toEqual({ code: 0, stdout: '', stderr: '' });
        expect((await heddle('collections')).stdout).toBe(readFileSync(collections, 'utf8'));
        for (const name of ['one.tgz', 'two.tgz'])
            expect(await makePackage(join(folder, name), ADDRESS, '--collections-config', collections)).toMatchObject({
                code: 0,
                stderr: '',
            });
        expect(readFileSync(join(folder, 'one.tgz'))).toEqual(readFileSync(join(folder, 'two.tgz')));
        expect([...packedFiles(join(folder, 'one.tgz')).keys()].sort()).toEqual([INDEX_FILE, 'connection.json']);
        expect((await heddle('package', 'verify', join(folder, 'one.tgz'))).stdout).toContain('nothing is wrong');
    });
});
