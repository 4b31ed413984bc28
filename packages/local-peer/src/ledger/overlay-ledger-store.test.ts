import { describe, expect, it } from '@jest/globals';
import { array, assert, asyncProperty, boolean, constantFrom, record } from 'fast-check';
import { MemoryLevel } from 'memory-level';
import { compareUtf8 } from '../records/utf8-order';
import type { VersionedValue } from '../records/version';
import type { LedgerBase } from './ledger-base';
import type { BlockUpdate, Scan, StateEntry } from './ledger-store';
import { testLedgerStore } from './ledger-store.suite';
import { LevelLedgerStore } from './level-ledger-store';
import { OverlayLedgerStore } from './overlay-ledger-store';

function baseOf(rows: ReadonlyMap<string, string>, firstBlock = 0n): LedgerBase {
    const valueAt = (value: string): VersionedValue => ({
        value: Buffer.from(value),
        metadata: Buffer.of(),
        version: { blockNumber: 0n, txNumber: 0n },
    });
    return {
        origin: { id: 'abc', firstBlock, lastHash: Buffer.from('last'), previousHash: Buffer.of() },
        hasTransaction: (txId) => Promise.resolve(txId === 'before'),
        state: (namespace, key) => {
            const value = namespace === 'cc' ? rows.get(key) : undefined;
            return Promise.resolve(value === undefined ? undefined : valueAt(value));
        },
        scan: (namespace, start, end) => {
            const found = Array.from(namespace === 'cc' ? rows : [], ([key, value]) => ({ key, ...valueAt(value) }))
                .filter(({ key }) => compareUtf8(key, start) >= 0 && (end === '' || compareUtf8(key, end) < 0))
                .sort((left, right) => compareUtf8(left.key, right.key));
            let at = 0;
            return { next: () => Promise.resolve(found[at++]), close: () => Promise.resolve() };
        },
        expiring: () => [],
        definitions: new Map([
            ['old', Buffer.from('old')],
            ['kept', Buffer.from('kept')],
        ]),
    };
}

async function openOn(base: LedgerBase, database = new MemoryLevel()): Promise<OverlayLedgerStore> {
    return new OverlayLedgerStore(await LevelLedgerStore.open(database, 'ch', { origin: base.origin }), base);
}

async function rowsIn(scan: Scan<StateEntry>): Promise<Map<string, string>> {
    const rows = new Map<string, string>();
    for (let row = await scan.next(); row !== undefined; row = await scan.next())
        rows.set(row.key, row.value.toString());
    await scan.close();
    return rows;
}

function blockOf(number: bigint, key: string, value: string | undefined): BlockUpdate {
    const version = { blockNumber: number, txNumber: 0n };
    const written = value && { value: Buffer.from(value), metadata: Buffer.of(), version };
    return {
        number,
        block: Buffer.from(`block ${number}`),
        hash: Buffer.from(`hash ${number}`),
        transactions: [],
        state: [{ namespace: 'cc', key, ...(written !== undefined && written !== '' && { value: written }) }],
        history: [],
    };
}

describe('a ledger on an empty base', () => {
    testLedgerStore(() => openOn({ ...baseOf(new Map()), definitions: new Map() }));
});

describe('a ledger on a base', () => {
    const key = constantFrom('a', 'b', 'c', 'd', '\u{10000}', '\uffff');
    const write = record({ key, isDelete: boolean() });

    it('shows what both have together, and is the base again after a revert', async () => {
        await assert(
            asyncProperty(array(key), array(write), key, key, async (before, writes, start, end) => {
                const rows = new Map<string, string>(before.map((one) => [one, `base ${one}`]));
                const store = await openOn(baseOf(rows, 5n));
                const mark = await store.mark({ at: new Date() });
                const expected = new Map(rows);
                for (const [index, { key: written, isDelete }] of writes.entries()) {
                    const value = isDelete ? undefined : `value ${index}`;
                    await store.append(blockOf(5n + BigInt(index), written, value));
                    if (value === undefined) expected.delete(written);
                    else expected.set(written, value);
                }
                const inRange = [...expected]
                    .filter(([one]) => compareUtf8(one, start) >= 0 && compareUtf8(one, end) < 0)
                    .sort(([left], [right]) => compareUtf8(left, right));
                expect([...(await rowsIn(store.scan('cc', start, end)))]).toEqual(inRange);
                expect((await rowsIn(store.scan('cc', '', ''))).size).toBe(expected.size);
                for (const one of ['a', 'b', 'c', 'd'])
                    expect((await store.state('cc', one))?.value.toString()).toBe(expected.get(one));
                await store.revert(mark);
                expect(await rowsIn(store.scan('cc', '', ''))).toEqual(rows);
                expect(await store.height()).toBe(5n);
            }),
        );
    });

    it('begins where the base ends, and knows its transactions and definitions', async () => {
        const store = await openOn(baseOf(new Map(), 5n));
        expect(await store.height()).toBe(5n);
        expect([await store.hasTransaction('before'), await store.hasTransaction('other')]).toEqual([true, false]);
        expect(await store.transaction('before')).toBeUndefined();
        await store.define('kept', Buffer.from('anew'));
        const definitions = Array.from(await store.definitions(), ([name, one]) => [name, one.toString()]);
        expect(definitions).toEqual([
            ['old', 'old'],
            ['kept', 'anew'],
        ]);
    });

    it('is opened on no other base, nor without one, once it has been on this', async () => {
        const database = new MemoryLevel();
        await openOn(baseOf(new Map(), 5n), database);
        const other = baseOf(new Map(), 7n);
        await expect(openOn({ ...other, origin: { ...other.origin, id: 'def' } }, database)).rejects.toThrow(
            /channel 'ch' began with the snapshot abc, and the one that is given is def/,
        );
        await expect(LevelLedgerStore.open(database, 'ch')).rejects.toThrow(
            /began with the snapshot abc, and it is opened without one/,
        );
        const own = new MemoryLevel();
        await (await LevelLedgerStore.open(own, 'ch')).append(blockOf(0n, 'a', '1'));
        await expect(openOn(baseOf(new Map(), 5n), own)).rejects.toThrow(/began with a block of its own/);
    });
});
