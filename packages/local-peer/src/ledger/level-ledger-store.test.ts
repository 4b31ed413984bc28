import { describe, expect, it } from '@jest/globals';
import { MemoryLevel } from 'memory-level';
import { testLedgerStore } from './ledger-store.suite';
import { LevelLedgerStore } from './level-ledger-store';

describe('a ledger in memory', () => {
    testLedgerStore(() => LevelLedgerStore.open(new MemoryLevel(), 'mychannel'));
});

describe('a ledger in memory that stores views', () => {
    testLedgerStore(() => LevelLedgerStore.open(new MemoryLevel({ storeEncoding: 'view' }), 'mychannel'));
});

describe('LevelLedgerStore', () => {
    it('keeps channels apart in one database, and finds them again', async () => {
        const database = new MemoryLevel();
        const first = await LevelLedgerStore.open(database, 'first');
        const update = {
            number: 0n,
            block: Buffer.from('block'),
            hash: Buffer.from('hash'),
            transactions: [],
            state: [],
            history: [],
        };
        await first.append(update);
        expect(await (await LevelLedgerStore.open(database, 'second')).height()).toBe(0n);
        expect(await (await LevelLedgerStore.open(database, 'first')).height()).toBe(1n);
    });
});
