import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type Context, Contract, Declares, Evaluate, Returns } from '@heddle/contract';
import type { CollectionOptions, IndexFile } from '@heddle/local-peer';
import { TestNetwork } from '@heddle/testing';
import { Lot, Supply } from '@heddle-examples/typed-state/dist/supply';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Ended, HEDDLE, runProgram } from '../harness/run-program';
import { ROOT } from '../repository/source-files';

// It starts processes, and the machine may be busy.
jest.setTimeout(120_000);

const EXAMPLE = join(ROOT, 'examples', 'typed-state');
const INDEX = 'META-INF/statedb/couchdb/indexes/lot.byHarvest.json';
const BLOCK = 512;

/** The files of a tar archive, by their names. */
function filesOf(tar: Buffer): Map<string, Buffer> {
    const files = new Map<string, Buffer>();
    for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0;) {
        const text = (begin: number, length: number): string =>
            tar.toString('utf8', at + begin, at + begin + length).replace(/\0.*$/s, '');
        const size = Number.parseInt(text(124, 12), 8);
        files.set(
            [text(345, 155), text(0, 100)].filter((part) => part !== '').join('/'),
            tar.subarray(at + BLOCK, at + BLOCK + size),
        );
        at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    }
    return files;
}

function packed(file: string): Map<string, Buffer> {
    const code = filesOf(gunzipSync(readFileSync(file))).get('code.tar.gz');
    return code === undefined ? new Map<string, Buffer>() : filesOf(gunzipSync(code));
}

@Declares(Lot)
class Asking extends Contract {
    @Evaluate()
    @Returns([Lot])
    byHarvest(ctx: Context): Promise<Lot[]> {
        return ctx
            .state(Lot)
            .rich({ selector: { harvested: { $gt: '' } }, sort: ['docType', 'harvested'] })
            .take(9);
    }
}

describe('state promise 16: files that are made of what contracts declare', () => {
    let folder: string;
    const heddle = (...args: string[]): Promise<Ended> => runProgram([HEDDLE, ...args], { cwd: EXAMPLE });
    const pack = (file: string, ...more: string[]): Promise<Ended> =>
        heddle(
            'package',
            '--label',
            'supply_1',
            '--address',
            'supply.example.com:9999',
            '-o',
            join(folder, file),
            ...more,
        );

    beforeAll(() => {
        folder = mkdtempSync(join(tmpdir(), 'heddle-files-'));
    });
    afterAll(() => {
        rmSync(folder, { recursive: true, force: true });
    });

    it('are the same bytes in two runs, and a package in which verify finds nothing', async () => {
        const collections = join(folder, 'collections.json');
        expect(await heddle('collections', '-f', collections)).toEqual({ code: 0, stdout: '', stderr: '' });
        expect((await heddle('collections')).stdout).toBe(readFileSync(collections, 'utf8'));
        for (const file of ['one.tgz', 'two.tgz'])
            expect(await pack(file, '--collections-config', collections)).toMatchObject({ code: 0, stderr: '' });
        expect(readFileSync(join(folder, 'one.tgz'))).toEqual(readFileSync(join(folder, 'two.tgz')));
        expect([...packed(join(folder, 'one.tgz')).keys()].sort()).toEqual([INDEX, 'connection.json']);
        expect((await heddle('package', 'verify', join(folder, 'one.tgz'))).stdout).toContain('nothing is wrong');
    });

    it('are an index that CouchDB sorts by, and collections that a definition takes', async () => {
        await pack('three.tgz');
        const content = packed(join(folder, 'three.tgz')).get(INDEX) ?? Buffer.of();
        const indexes: IndexFile[] = [{ name: INDEX, content: content.toString() }];
        const defined = JSON.parse((await heddle('collections')).stdout) as CollectionOptions[];
        const lots = [3, 1, 2].map((number) =>
            Object.assign(new Lot(), {
                farm: 'f1',
                number,
                holder: 'ann',
                state: 'ripe',
                harvested: new Date(number),
                seal: `s${number}`,
            }),
        );
        await using net = await TestNetwork.start({
            contracts: [Supply, Asking],
            organizations: ['FarmMSP', 'MillMSP'],
            definition: { indexes, collections: defined },
            peer: { queries: 'couchdb' },
            seed: lots,
        });
        const found = await net.as('ann').contract(Asking).evaluate('byHarvest');
        expect(found.map(({ number }) => number)).toEqual([1, 2, 3]);
    });
});
