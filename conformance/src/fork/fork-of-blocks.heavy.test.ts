import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LedgerSnapshot, LocalPeer, type StateEntry } from '@heddle/local-peer';
import { LedgerBlocks, readBlock } from '@heddle/local-peer/internal';
import { readBlockFiles } from '@heddle/replay';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FABRIC_LINES } from '../fabric/fabric-binaries';
import { ASSETS, AUCTIONS, CALLED, DIFFICULT, INITIAL } from '../history/history-calls';
import { rebuildState } from '../history/rebuilt-state';
import { goldenBlocks, goldenSnapshot } from '../history/record-history';
import { COLLECTIONS } from '../scenarios/target';
import { PeerOnBlocks } from './peer-on-blocks';

const CHAINCODES = [ASSETS, AUCTIONS, CALLED, DIFFICULT, INITIAL];
/** In the middle of the history, where most things have happened. */
const EARLY = 60n;

function rowsOf(entries: readonly StateEntry[]): string[] {
    return entries.map(({ key, value, metadata, version }) =>
        [
            Buffer.from(key).toString('hex'),
            value.toString('hex'),
            metadata.toString('hex'),
            `${version.blockNumber}/${version.txNumber}`,
        ].join(' '),
    );
}

async function hashOfBlock(path: string, number: bigint): Promise<string | undefined> {
    for await (const { block } of readBlockFiles(path)) {
        const { number: found, hash } = readBlock(Buffer.from(block));
        if (found === number) return hash.toString('hex');
    }
    return undefined;
}

describe.each(FABRIC_LINES)('a fork of the blocks of a peer of Fabric %s', (line) => {
    const folder = goldenBlocks(line);
    let fork: PeerOnBlocks;

    beforeAll(async () => {
        fork = await PeerOnBlocks.start(folder);
    });

    afterAll(async () => {
        await fork[Symbol.asyncDispose]();
    });

    it("has the state and the chaincodes of the peer's own snapshot", async () => {
        await using snapshot = await LedgerSnapshot.open(goldenSnapshot(folder));
        await using other = await LocalPeer.start({ snapshot });
        expect(fork.ledger).toMatchObject({ channelId: snapshot.channelId, height: snapshot.height });
        expect(fork.ledger.definitions).toEqual(snapshot.definitions);
        expect(fork.ledger.organizations).toEqual(snapshot.organizations);
        expect(fork.ledger.endorsementPolicy).toEqual(snapshot.endorsementPolicy);
        for (const chaincode of CHAINCODES) {
            const rows = rowsOf(await fork.peer.states({ chaincode }));
            expect(rows).toEqual(rowsOf(await other.states({ chaincode })));
            expect(rows.length).toBeGreaterThan(0);
        }
    });

    it('has the history of each key, and each block as it was', async () => {
        for (const { key, value } of await fork.peer.states({ chaincode: ASSETS })) {
            const [newest] = await fork.peer.history({ chaincode: ASSETS, key });
            expect(newest?.value.equals(value)).toBe(true);
        }
        const label = await fork.peer.history({ chaincode: DIFFICULT, key: 'row004' });
        expect(label.length).toBeGreaterThan(2);
        const reader = fork.peer.ledger();
        for (let number = 0n; number < fork.ledger.height; number += 25n)
            expect((await reader.block(number))?.hash.toString('hex')).toBe(await hashOfBlock(folder, number));
        const [txId = ''] = label.map((one) => one.txId);
        const found = await fork.peer.evaluate({
            chaincode: 'qscc',
            function: 'GetTransactionByID',
            args: ['mychannel', txId],
        });
        expect([found.status, found.payload.includes(txId)]).toEqual([200, true]);
        const configuration = { chaincode: 'cscc', function: 'GetConfigBlock', args: ['mychannel'] };
        expect((await fork.peer.evaluate(configuration)).status).toBe(200);
    });

    it('has the private values that were fetched with the blocks, and says how many it has not', async () => {
        const states = await fork.peer.privateStates({ chaincode: DIFFICULT, collection: COLLECTIONS.org1 });
        expect(states.length).toBeGreaterThan(0);
        const counts = new Map(
            (await fork.ledger.privateCollections()).map((one) => [`${one.chaincode}/${one.collection}`, one]),
        );
        expect(counts.get(`${DIFFICULT}/${COLLECTIONS.org1}`)?.known).toBe(states.length);
        // Whoever has fetched the blocks is no member of it.
        expect(counts.get(`${DIFFICULT}/${COLLECTIONS.org2}`)).toMatchObject({ known: 0 });
    });

    it('goes on with the next block, and back to what was there', async () => {
        const { height } = fork.ledger;
        const before = rowsOf(await fork.peer.states({ chaincode: ASSETS }));
        const mark = await fork.peer.mark();
        const asset = { id: 'new', color: 'red', size: 1, owner: 'ann', appraisedValue: 100 };
        const created = await fork.peer.submit({
            chaincode: ASSETS,
            function: 'createAsset',
            args: [JSON.stringify(asset)],
        });
        expect(created.commit).toMatchObject({ status: 'VALID', blockNumber: height });
        const last = await fork.peer.ledger().block(height - 1n);
        expect((await fork.peer.ledger().block(height))?.previousHash).toEqual(last?.hash);
        await fork.peer.revert(mark);
        expect(await fork.peer.height()).toBe(height);
        expect(rowsOf(await fork.peer.states({ chaincode: ASSETS }))).toEqual(before);
    });

    it('is at an earlier height where that is asked for', async () => {
        await using early = await PeerOnBlocks.start(folder, { until: EARLY });
        expect(await early.peer.height()).toBe(EARLY + 1n);
        const rebuilt = await rebuildState(folder, EARLY);
        for (const chaincode of CHAINCODES) {
            const expected = rebuilt.filter(({ namespace }) => namespace === chaincode);
            expect(rowsOf(await early.peer.states({ chaincode }))).toEqual(
                expected.map(({ key, value, metadata, version }) => [key, value, metadata, version].join(' ')),
            );
        }
        const known = await early.peer.states({ chaincode: ASSETS });
        expect(known.length).not.toBe((await fork.peer.states({ chaincode: ASSETS })).length);
    });
});

describe('a fork of blocks that is kept', () => {
    const folder = goldenBlocks('3.1');
    let home: string;

    beforeAll(() => {
        home = mkdtempSync(join(tmpdir(), 'heddle-kept-fork-'));
    });

    afterAll(() => {
        rmSync(home, { recursive: true });
    });

    it('goes on where it ended, with the same blocks and no others', async () => {
        const kept = { until: EARLY, store: { path: join(home, 'kept') } };
        const call = { chaincode: ASSETS, function: 'deleteAsset' };
        const assets: string[] = [];
        {
            await using first = await PeerOnBlocks.start(folder, kept);
            const [some] = await first.peer.states({ chaincode: ASSETS });
            assets.push((JSON.parse(String(some?.value)) as { id: string }).id);
            expect((await first.peer.submit({ ...call, args: assets })).commit?.status).toBe('VALID');
        }
        {
            await using second = await PeerOnBlocks.start(folder, kept);
            expect(await second.peer.height()).toBe(EARLY + 2n);
            expect((await second.peer.evaluate({ ...call, args: assets })).status).not.toBe(200);
        }
        await expect(LedgerBlocks.open(readBlockFiles(folder), { ...kept, until: undefined })).rejects.toMatchObject({
            code: 'STORE_UNUSABLE',
            message: expect.stringContaining(`began with the blocks up to ${EARLY}, and block ${EARLY + 1n} is given`),
        });
        await expect(LedgerBlocks.open(readBlockFiles(goldenBlocks('2.5')), kept)).rejects.toThrow(
            'has another block 0 than the one that is given',
        );
    });

    it('is refused where the blocks end before the height that is asked for', async () => {
        await expect(LedgerBlocks.open(readBlockFiles(folder), { until: 100_000n })).rejects.toMatchObject({
            code: 'BLOCKS_UNUSABLE',
            message: expect.stringMatching(/^they end with block \d+: there is no block 100000$/),
        });
    });

    it('takes no private value that the ledger has no hash of', async () => {
        const changed = (async function* () {
            for await (const { block, privateWrites } of readBlockFiles(folder)) {
                const forged = [...(privateWrites ?? [])].map(
                    ([number, sets]) =>
                        [
                            number,
                            sets.map((set) => ({
                                ...set,
                                writes: set.writes.map((write) => ({
                                    ...write,
                                    value: createHash('sha256').update(write.value).digest(),
                                })),
                            })),
                        ] as const,
                );
                yield { block, privateWrites: new Map(forged) };
            }
        })();
        await using ledger = await LedgerBlocks.open(changed);
        const counts = await ledger.privateCollections();
        expect(counts.length).toBeGreaterThan(0);
        expect(counts.every(({ known }) => known === 0)).toBe(true);
    });
});
