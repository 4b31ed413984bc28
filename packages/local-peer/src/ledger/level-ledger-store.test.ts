import { describe, expect, it } from '@jest/globals';
import { MemoryLevel } from 'memory-level';
import type { BlockUpdate } from './ledger-store';
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

    it('finds named marks again, and drops what was kept for others', async () => {
        const database = new MemoryLevel();
        const block = (number: bigint): BlockUpdate => ({
            number,
            block: Buffer.from(`block ${number}`),
            hash: Buffer.from(`hash ${number}`),
            transactions: [],
            state: [],
            history: [],
        });
        const first = await LevelLedgerStore.open(database, 'mychannel');
        await first.mark({ at: new Date(0) });
        await first.append(block(0n));
        await first.mark({ name: 'one', at: new Date(5) });
        await first.append(block(1n));
        const second = await LevelLedgerStore.open(database, 'mychannel');
        expect(second.marks).toMatchObject([{ name: 'one', height: 1n, at: new Date(5) }]);
        await second.append(block(2n));
        const [mark] = second.marks;
        if (mark === undefined) throw new Error('the mark was not kept');
        await second.revert(mark);
        expect(await second.height()).toBe(1n);
        await second.forget(mark);
        expect(await rowsOf(database, 'undo')).toBe(0);
        expect(await rowsOf(database, 'mark')).toBe(0);
    });

    it('keeps nothing without a mark', async () => {
        const database = new MemoryLevel();
        const store = await LevelLedgerStore.open(database, 'mychannel');
        await store.define('basic', Buffer.from('1'));
        expect(await rowsOf(database, 'undo')).toBe(0);
        const mark = await store.mark({ at: new Date(0) });
        await store.define('basic', Buffer.from('2'));
        expect(await rowsOf(database, 'undo')).toBe(1);
        await store.forget(mark);
        await store.define('basic', Buffer.from('3'));
        expect(await rowsOf(database, 'undo')).toBe(0);
    });
});

async function rowsOf(database: MemoryLevel, table: string): Promise<number> {
    return (await database.sublevel(['mychannel', table]).keys().all()).length;
}
