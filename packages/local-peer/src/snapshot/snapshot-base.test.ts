import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { MemoryLevel } from 'memory-level';
import { Channel } from '../channel/channel';
import { defineChaincode } from '../channel/install-options';
import { encodeDefinition } from '../definition/chaincode-definition';
import { Membership } from '../identity/membership';
import { LevelLedgerStore } from '../ledger/level-ledger-store';
import { OverlayLedgerStore } from '../ledger/overlay-ledger-store';
import { hashesOf, hashKey, hashOf, valuesOf } from '../records/private-namespaces';
import { writeStateFile } from '../testing/write-snapshot';
import { SnapshotBase } from './snapshot-base';
import { snapshotRecord } from './snapshot-record';
import { SortedFile } from './sorted-file';
import { noRecords } from './sorted-records';

const VALUES = ['a', 'b'].map((key) => ({ namespace: 'cc', collection: 'short', key, value: Buffer.from(key) }));
const FIRST_BLOCK = 5n;

describe('the private values of a snapshot', () => {
    const folder = mkdtempSync(join(tmpdir(), 'heddle-snapshot-base-'));

    afterAll(() => {
        rmSync(folder, { recursive: true });
    });

    /** With the hashes of the values, which block 3 has written. */
    async function openBase(): Promise<SnapshotBase> {
        const rows = VALUES.map(({ key, value }) => ({ key: hashOf(key), value: hashOf(value) }));
        const sorted = [...rows].sort((left, right) => Buffer.compare(left.key, right.key));
        const file = writeStateFile(folder, [{ namespace: hashesOf('cc', 'short'), rows: sorted }]);
        const keyOf = (record: Buffer): Buffer => snapshotRecord.decode(record).key;
        return new SnapshotBase({
            origin: { id: 'abc', firstBlock: FIRST_BLOCK, lastHash: Buffer.of(1), previousHash: Buffer.of() },
            publicState: noRecords,
            privateHashes: await SortedFile.open({ ...file, keyOf }),
            transactionIds: noRecords,
        });
    }

    it('expire with their hashes, also where they were brought after it was known when', async () => {
        const base = await openBase();
        const collections = [{ name: 'short', policy: ['Org1MSP'], blockToLive: 2 }];
        const definition = defineChaincode(
            { name: 'cc', packageId: 'cc:1', connect: { address: '' }, collections },
            undefined,
        );
        base.definitions = new Map([['cc', encodeDefinition(definition)]]);
        await base.expireAfter('cc', 'short', 2);
        expect(await base.addPrivateValues(VALUES)).toBe(2);
        const clock = (): Date => new Date();
        const level = await LevelLedgerStore.open(new MemoryLevel(), 'ch', { origin: base.origin });
        const store = new OverlayLedgerStore(level, base);
        const channel = await Channel.open({
            id: 'ch',
            store,
            membership: new Membership([], clock),
            batch: {},
            clock,
            endorsers: [],
            stateDatabase: 'leveldb',
        });
        const here = async (): Promise<(string | undefined)[]> => {
            const rows = store.scan(valuesOf('cc', 'short'), '', '');
            const [first, second] = [await rows.next(), await rows.next()];
            await rows.close();
            const hash = await store.state(hashesOf('cc', 'short'), hashKey(hashOf('a')));
            return [first?.key, second?.key, hash && 'hash'];
        };
        // What is in a block does not matter.
        await channel.orderer.order([Buffer.of()]);
        expect([await store.height(), ...(await here())]).toEqual([6n, 'a', 'b', 'hash']);
        await channel.orderer.order([Buffer.of()]);
        expect(await here()).toEqual([undefined, undefined, undefined]);
        await channel.close();
        await base.close();
    });
});
