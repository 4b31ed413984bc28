import { type KeyModification, toTimestamp } from '@heddle/protocol';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { assert, asyncProperty, string, uniqueArray } from 'fast-check';
import { compareUtf8 } from '../records/utf8-order';
import type { VersionedValue } from '../records/version';
import type { BlockUpdate, LedgerStore, PrivateWriteChange, Scan } from './ledger-store';

/** What every ledger store must do. `open` gives an empty one. To be called within a `describe` of its own. */
export function testLedgerStore(open: () => Promise<LedgerStore>): void {
    describe('as a ledger store', () => {
        let store: LedgerStore;

        beforeEach(async () => {
            store = await open();
        });

        it('is empty at first', async () => {
            expect(await store.height()).toBe(0n);
            expect(await store.block(0n)).toBeUndefined();
            expect(await store.transaction('tx')).toBeUndefined();
            expect(await store.state('ns', 'k')).toBeUndefined();
            expect(await all(store.scan('ns', '', ''))).toEqual([]);
            expect(await all(store.history('ns', 'k'))).toEqual([]);
        });

        it('gives back a block, its transactions, and the height after it', async () => {
            await store.append({
                ...emptyBlock(0n),
                block: Buffer.from('block 0'),
                transactions: [{ txId: 'tx', blockNumber: 0n, txNumber: 3n, validationCode: 11 }],
            });
            expect(await store.height()).toBe(1n);
            expect((await store.block(0n))?.toString()).toBe('block 0');
            expect(await store.transaction('tx')).toEqual({ blockNumber: 0n, txNumber: 3n, validationCode: 11 });
        });

        it('keeps value, metadata and version of a key, and forgets them when it is deleted', async () => {
            const stored = valueOf('v', 7n);
            await store.append({ ...emptyBlock(0n), state: [{ namespace: 'ns', key: 'k', value: stored }] });
            expect(await store.state('ns', 'k')).toEqual(stored);
            expect(await store.state('n', 'k')).toBeUndefined();
            await store.append({ ...emptyBlock(1n), state: [{ namespace: 'ns', key: 'k' }] });
            expect(await store.state('ns', 'k')).toBeUndefined();
        });

        it('keeps the block 0 and transaction 0 apart from no version', async () => {
            const stored = { value: Buffer.from('v'), metadata: Buffer.alloc(0), version: versionOf(0n) };
            await store.append({ ...emptyBlock(0n), state: [{ namespace: 'ns', key: 'k', value: stored }] });
            expect(await store.state('ns', 'k')).toEqual(stored);
        });

        it('a scan ends with its namespace, composite keys and longer namespaces notwithstanding', async () => {
            const keys = ['\u0000type\u0000a\u0000', 'a', '\u{10ffff}'];
            const namespaces = ['ns', 'ns.x', 'nt', 'n'];
            await store.append({
                ...emptyBlock(0n),
                state: namespaces.flatMap((namespace) =>
                    keys.map((key) => ({ namespace, key, value: valueOf(namespace) })),
                ),
            });
            const found = await all(store.scan('ns', '', ''));
            expect(found.map(({ key, value }) => [key, value.toString()])).toEqual(keys.map((key) => [key, 'ns']));
        });

        it('a scan agrees with a model that sorts by UTF-8 bytes', async () => {
            let number = 0n;
            const text = string({ unit: 'binary', maxLength: 4 });
            await assert(
                asyncProperty(uniqueArray(text, { maxLength: 20 }), text, text, async (keys, start, end) => {
                    const namespace = `ns${number}`;
                    const state = keys.map((key) => ({ namespace, key, value: valueOf(key) }));
                    await store.append({ ...emptyBlock(number++), state });
                    const expected = keys
                        .filter((key) => compareUtf8(key, start) >= 0 && (end === '' || compareUtf8(key, end) < 0))
                        .sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
                    const found = await all(store.scan(namespace, start, end));
                    expect(found.map(({ key }) => key)).toEqual(expected);
                    expect(found.map(({ value }) => value.toString())).toEqual(expected);
                }),
            );
        });

        it('a scan of many keys gives all of them, once', async () => {
            const keys = Array.from({ length: 350 }, (_, index) => String(index).padStart(4, '0'));
            const state = keys.map((key) => ({ namespace: 'ns', key, value: valueOf(key) }));
            await store.append({ ...emptyBlock(0n), state });
            expect((await all(store.scan('ns', '', ''))).map(({ key }) => key)).toEqual(keys);
        });

        it('a scan shows what was there when it was opened', async () => {
            const state = [{ namespace: 'ns', key: 'a', value: valueOf('1') }];
            await store.append({ ...emptyBlock(0n), state });
            const scan = store.scan('ns', '', '');
            await store.append({ ...emptyBlock(1n), state: [{ namespace: 'ns', key: 'b', value: valueOf('2') }] });
            expect((await all(scan)).map(({ key }) => key)).toEqual(['a']);
        });

        it('a closed scan gives nothing more, and may be closed again', async () => {
            const state = ['a', 'b'].map((key) => ({ namespace: 'ns', key, value: valueOf(key) }));
            await store.append({ ...emptyBlock(0n), state });
            const scan = store.scan('ns', '', '');
            await scan.next();
            await scan.close();
            await scan.close();
            expect(await scan.next()).toBeUndefined();
        });

        it('a history has the newest first, across blocks and within one, of its key only', async () => {
            const written: [string, bigint, bigint][] = [
                ['k', 1n, 0n],
                ['k', 1n, 2n],
                ['k', 300n, 0n],
                ['k', 2n, 0n],
                ['k\u0000', 1n, 0n],
                ['', 1n, 0n],
            ];
            const history = written.map(([key, blockNumber, txNumber]) => ({
                namespace: 'ns',
                key,
                version: { blockNumber, txNumber },
                modification: modificationOf(`${key} ${blockNumber} ${txNumber}`),
            }));
            await store.append({ ...emptyBlock(0n), history });
            expect((await all(store.history('ns', 'k'))).map(({ txId }) => txId)).toEqual([
                'k 300 0',
                'k 2 0',
                'k 1 2',
                'k 1 0',
            ]);
        });

        it('gives what expires with a block, until it has', async () => {
            const keys = [{ namespace: 'ns', collection: 'c', keyHash: 'ab', key: 'k' }];
            const expiries = [3n, 4n].map((at) => ({ at, written: 0n, keys }));
            await store.append({ ...emptyBlock(0n), expiries });
            await store.append({ ...emptyBlock(1n), expiries: [{ at: 3n, written: 1n, keys: [] }] });
            const due = await store.expiring(3n);
            expect(due).toEqual([expiries[0], { at: 3n, written: 1n, keys: [] }]);
            await store.append({ ...emptyBlock(2n), expired: due });
            expect(await store.expiring(3n)).toEqual([]);
            expect(await store.expiring(4n)).toEqual([expiries[1]]);
        });

        it('finds a block by the hash of its header', async () => {
            await store.append(emptyBlock(0n));
            await store.append(emptyBlock(1n));
            expect(await store.blockNumberOf(Buffer.from('hash 1'))).toBe(1n);
            expect(await store.blockNumberOf(Buffer.from('hash 2'))).toBeUndefined();
            expect(await store.blockNumberOf(Buffer.alloc(0))).toBeUndefined();
        });

        it('gives private writes by block and by key, until they are changed or taken away', async () => {
            const writes = [{ key: 'k', isDelete: false, value: Buffer.from('v') }];
            const first = { at: { blockNumber: 0n, txNumber: 1n }, namespace: 'ns', collection: 'c' };
            const second = { ...first, at: { blockNumber: 1n, txNumber: 0n } };
            const change = (place: typeof first): PrivateWriteChange => ({
                ...place,
                set: { namespace: 'ns', collection: 'c', writes, metadataKeys: ['m'] },
                indexed: ['ab'],
                forgotten: [],
            });
            const key = { namespace: 'ns', collection: 'c', keyHash: 'ab' };
            await store.append({ ...emptyBlock(0n), privateWrites: [change(first)] });
            await store.append({ ...emptyBlock(1n), privateWrites: [change(second)] });
            expect(await store.privateWrites(0n)).toEqual([{ ...first, writes, metadataKeys: ['m'] }]);
            expect(await store.privateWritesOf(key)).toEqual([first.at, second.at]);
            expect(await store.privateWritesOf({ ...key, keyHash: 'a' })).toEqual([]);
            const gone = { ...first, set: undefined, indexed: [], forgotten: ['ab'] };
            await store.append({ ...emptyBlock(2n), privateWrites: [gone] });
            expect(await store.privateWrites(0n)).toEqual([]);
            expect(await store.privateWritesOf(key)).toEqual([second.at]);
        });

        it('keeps the last definition of each name', async () => {
            for (const [name, text] of Object.entries({ basic: '1', other: '2' }))
                await store.define(name, Buffer.from(text));
            await store.define('basic', Buffer.from('3'));
            const found = await store.definitions();
            expect([...found].map(([name, encoded]) => [name, encoded.toString()])).toEqual([
                ['basic', '3'],
                ['other', '2'],
            ]);
        });

        it('goes back to a mark: rows that were replaced, deleted or added are what they were', async () => {
            const put = (key: string, text: string): BlockUpdate['state'][number] => ({
                namespace: 'ns',
                key,
                value: valueOf(text),
            });
            await store.append({ ...emptyBlock(0n), state: [put('a', '1'), put('b', '1')] });
            await store.define('basic', Buffer.from('1'));
            const mark = await store.mark({ at: new Date(7) });
            expect(mark).toMatchObject({ height: 1n, at: new Date(7) });
            const location = { txId: 'tx', blockNumber: 1n, txNumber: 0n, validationCode: 0 };
            const modification = modificationOf('tx');
            const history = [{ namespace: 'ns', key: 'a', version: location, modification }];
            await store.append({
                ...emptyBlock(1n),
                transactions: [location],
                state: [put('a', '2'), { namespace: 'ns', key: 'b' }, put('c', '2')],
                history,
                expiries: [{ at: 9n, written: 1n, keys: [] }],
            });
            await store.append({
                ...emptyBlock(2n),
                state: [put('a', '3'), put('b', '3'), { namespace: 'ns', key: 'c' }],
            });
            await store.define('basic', Buffer.from('2'));
            await store.define('other', Buffer.from('1'));
            await store.revert(mark);
            const rows = await all(store.scan('ns', '', ''));
            expect(rows.map(({ key, value }) => [key, value.toString()])).toEqual([
                ['a', '1'],
                ['b', '1'],
            ]);
            expect(await store.height()).toBe(1n);
            expect(await store.block(1n)).toBeUndefined();
            expect(await store.blockNumberOf(Buffer.from('hash 1'))).toBeUndefined();
            expect(await store.transaction('tx')).toBeUndefined();
            expect(await all(store.history('ns', 'a'))).toEqual([]);
            expect(await store.expiring(9n)).toEqual([]);
            expect([...(await store.definitions())].map(([name, encoded]) => [name, encoded.toString()])).toEqual([
                ['basic', '1'],
            ]);
        });

        it('goes back to a mark once more, and not to one that was taken later or forgotten', async () => {
            await store.append(emptyBlock(0n));
            const first = await store.mark({ at: new Date(0) });
            await store.append(emptyBlock(1n));
            const second = await store.mark({ at: new Date(0) });
            await store.append(emptyBlock(2n));
            await store.revert(second);
            expect(await store.height()).toBe(2n);
            await store.revert(first);
            expect(store.marks).toEqual([first]);
            await expect(store.revert(second)).rejects.toMatchObject({ code: 'MARK_GONE' });
            await store.append(emptyBlock(1n));
            await store.revert(first);
            expect(await store.height()).toBe(1n);
            await store.forget(first);
            await store.forget(first);
            await expect(store.revert(first)).rejects.toMatchObject({ code: 'MARK_GONE' });
        });

        it('has one mark of a name, the newest', async () => {
            await store.append(emptyBlock(0n));
            const first = await store.mark({ name: 'a', at: new Date(0) });
            await store.append(emptyBlock(1n));
            const second = await store.mark({ name: 'a', at: new Date(1) });
            expect(store.marks).toEqual([second]);
            await expect(store.revert(first)).rejects.toMatchObject({ code: 'MARK_GONE' });
            await store.append(emptyBlock(2n));
            await store.revert(second);
            expect(await store.height()).toBe(2n);
        });

        it('may be closed twice', async () => {
            await store.close();
            await expect(store.close()).resolves.toBeUndefined();
        });
    });
}

async function all<T>(scan: Scan<T>): Promise<T[]> {
    const rows: T[] = [];
    for (let row = await scan.next(); row !== undefined; row = await scan.next()) rows.push(row);
    await scan.close();
    return rows;
}

function emptyBlock(number: bigint): BlockUpdate {
    return {
        number,
        block: Buffer.alloc(0),
        hash: Buffer.from(`hash ${number}`),
        transactions: [],
        state: [],
        history: [],
    };
}

function versionOf(blockNumber: bigint): VersionedValue['version'] {
    return { blockNumber, txNumber: 0n };
}

function valueOf(text: string, blockNumber = 1n): VersionedValue {
    return { value: Buffer.from(text), metadata: Buffer.from('metadata'), version: versionOf(blockNumber) };
}

function modificationOf(txId: string): KeyModification {
    return { txId, value: Buffer.from('v'), timestamp: toTimestamp(new Date(0)), isDelete: false };
}
