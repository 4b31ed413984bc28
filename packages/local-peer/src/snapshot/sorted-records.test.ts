import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { array, assert, asyncProperty, constantFrom, integer, record, string, uniqueArray } from 'fast-check';
import { type SnapshotRows, writeStateFile } from '../testing/write-snapshot';
import { snapshotRecord, valueOf } from './snapshot-record';
import { SortedCopy } from './sorted-copy';
import { SortedFile } from './sorted-file';
import type { SortedRecords } from './sorted-records';

let folder: string;
let count = 0;

beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'heddle-snapshot-'));
});

afterAll(() => {
    rmSync(folder, { recursive: true });
});

const keys = uniqueArray(string({ unit: 'grapheme', minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 200 });
const namespace = record({ keys, valueLength: integer({ min: 1, max: 3000 }) });
const keyOf = (encoded: Buffer): Buffer => snapshotRecord.decode(encoded).key;

function rowsOf(name: string, names: readonly string[], valueLength: number): SnapshotRows {
    const sorted = names.map((one) => Buffer.from(one)).sort((left, right) => Buffer.compare(left, right));
    return { namespace: name, rows: sorted.map((key) => ({ key, value: Buffer.alloc(valueLength, key) })) };
}

async function keysFrom(records: SortedRecords, section: string, start: Buffer): Promise<Buffer[]> {
    const cursor = records.from(section, start);
    const found: Buffer[] = [];
    for (let next = await cursor.next(); next !== undefined; next = await cursor.next()) found.push(keyOf(next));
    await cursor.close();
    return found;
}

async function checkRecords(
    records: SortedRecords,
    written: readonly SnapshotRows[],
    asked: readonly string[],
): Promise<void> {
    for (const { namespace: name, rows } of written) {
        for (const { key, value } of rows) {
            const found = await records.find(name, key);
            expect(found && valueOf(snapshotRecord.decode(found))).toEqual({
                value,
                metadata: Buffer.of(),
                version: { blockNumber: 3n, txNumber: 7n },
            });
        }
        for (const start of asked.map((one) => Buffer.from(one))) {
            const expected = rows.map(({ key }) => key).filter((key) => Buffer.compare(key, start) >= 0);
            expect(await keysFrom(records, name, start)).toEqual(expected);
            const isThere = expected[0]?.equals(start) ?? false;
            expect((await records.find(name, start)) !== undefined).toBe(isThere);
        }
    }
    expect(await records.find('none', Buffer.from('a'))).toBeUndefined();
    expect(await keysFrom(records, 'none', Buffer.from('a'))).toEqual([]);
}

describe('the states of a snapshot', () => {
    it('are found in a file that is in order, each in one read, and from any key on', async () => {
        await assert(
            asyncProperty(array(namespace, { maxLength: 3 }), array(string(), { maxLength: 5 }), async (all, asked) => {
                const written = all.map((one, index) => rowsOf(`cc${index}`, one.keys, one.valueLength));
                const file = writeStateFile(join(folder, String(count++)), written);
                const records = await SortedFile.open({ ...file, keyOf });
                await checkRecords(records, written, ['', ...asked]);
                await records.close();
            }),
            { numRuns: 30 },
        );
    });

    it('are found in a copy of a file that is in any order, which is made once', async () => {
        await assert(
            asyncProperty(keys, constantFrom('cc', 'cc$$hown'), async (names, name) => {
                const sorted = rowsOf(name, names, 10);
                const place = join(folder, String(count++));
                const file = writeStateFile(place, [{ ...sorted, rows: [...sorted.rows].reverse() }]);
                for (let time = 0; time < 2; time++) {
                    const records = await SortedCopy.open(join(place, 'copy'), [file]);
                    await checkRecords(records, [sorted], ['', 'm']);
                    await records.close();
                }
            }),
            { numRuns: 5 },
        );
    });

    it('are refused where their number or their bytes are others', async () => {
        const file = writeStateFile(join(folder, 'wrong'), [rowsOf('cc', ['a', 'b'], 10)]);
        const counts = [1, 3].map((many) => ({ ...file, keyOf, sections: [{ name: 'cc', count: many }] }));
        await expect(SortedFile.open(counts[0] ?? { ...file, keyOf })).rejects.toThrow(
            /state\.data has 1 records more than/,
        );
        await expect(SortedFile.open(counts[1] ?? { ...file, keyOf })).rejects.toThrow(
            /state\.data has 1 records less than/,
        );
        for (const many of [1, 3]) {
            const copy = SortedCopy.open(join(folder, 'wrong', 'copy'), [
                { ...file, sections: [{ name: 'cc', count: many }] },
            ]);
            await expect(copy).rejects.toThrow(/another number of records/);
        }
        const changed = { ...file, hash: '0'.repeat(64), keyOf };
        await expect(SortedFile.open(changed)).rejects.toThrow(
            /state\.data has the SHA-256 [0-9a-f]{64} in place of 0/,
        );
    });
});
