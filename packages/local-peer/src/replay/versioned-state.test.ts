import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareUtf8 } from '../records/utf8-order';
import { StateAtHeight } from './state-at-height';
import { VersionedState } from './versioned-state';

const NAMESPACE = 'asset';

type Block = readonly (readonly [key: string, value: string])[];

/** An empty value deletes. */
const block: fc.Arbitrary<Block> = fc.uniqueArray(
    fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'é', '\u{1f600}', '\uffee'), fc.constantFrom('', 'x', 'y')),
    {
        selector: ([key]) => key,
        maxLength: 5,
    },
);

function append(state: VersionedState, number: bigint, changes: Block): void {
    const version = { blockNumber: number, txNumber: 0n };
    state.append({
        number,
        state: changes.map(([key, value]) =>
            value === ''
                ? { namespace: NAMESPACE, key }
                : {
                      namespace: NAMESPACE,
                      key,
                      value: { value: Buffer.from(value), metadata: Buffer.alloc(0), version },
                  },
        ),
        history: changes.map(([key, value]) => ({
            namespace: NAMESPACE,
            key,
            version,
            modification: {
                txId: `t${number}`,
                value: Buffer.from(value),
                timestamp: undefined,
                isDelete: value === '',
            },
        })),
    });
}

async function rowsAt(state: VersionedState, height: bigint, start: string, end: string): Promise<string[]> {
    const rows: string[] = [];
    const scan = new StateAtHeight(state, height).scan(NAMESPACE, start, end);
    for (let row = await scan.next(); row !== undefined; row = await scan.next())
        rows.push(`${row.key} ${row.value.toString()} ${row.version.blockNumber}`);
    return rows;
}

/** The same by playing the blocks. */
function played(blocks: readonly Block[], height: number, start: string, end: string): string[] {
    const now = new Map<string, string>();
    const changes = blocks.slice(0, height + 1).flatMap((block, number) => block.map((one) => ({ number, one })));
    for (const { number, one } of changes) {
        const [key, value] = one;
        if (value === '') now.delete(key);
        else now.set(key, `${key} ${value} ${number}`);
    }
    return [...now]
        .filter(([key]) => compareUtf8(key, start) >= 0 && (end === '' || compareUtf8(key, end) < 0))
        .sort(([left], [right]) => compareUtf8(left, right))
        .map(([, row]) => row);
}

describe('the state of all heights', () => {
    it('V1: is at each height what playing the blocks until there gives, while later ones come', async () => {
        const bound = fc.constantFrom('', 'b', 'e', 'é', '\u{1f600}');
        await fc.assert(
            fc.asyncProperty(
                fc.array(block, { minLength: 1, maxLength: 20 }),
                bound,
                bound,
                async (blocks, start, end) => {
                    const state = new VersionedState();
                    const before: string[][] = [];
                    for (const [number, changes] of blocks.entries()) {
                        append(state, BigInt(number), changes);
                        before.push(await rowsAt(state, BigInt(number), start, end));
                    }
                    for (const height of blocks.keys()) {
                        const rows = await rowsAt(state, BigInt(height), start, end);
                        expect(rows).toEqual(before[height]);
                        expect(rows).toEqual(played(blocks, height, start, end));
                    }
                },
            ),
            { numRuns: 200 },
        );
    });

    it('gives a scan that is under way the rows of its height, whatever is added meanwhile', async () => {
        const state = new VersionedState();
        append(state, 0n, [
            ['a', 'x'],
            ['c', 'x'],
        ]);
        const scan = new StateAtHeight(state, 0n).scan(NAMESPACE, '', '');
        expect((await scan.next())?.key).toBe('a');
        append(state, 1n, [
            ['b', 'x'],
            ['c', ''],
        ]);
        expect((await scan.next())?.key).toBe('c');
        expect(await scan.next()).toBeUndefined();
    });

    it('has histories until a height, the newest first', async () => {
        const state = new VersionedState();
        for (const [number, value] of ['x', '', 'y'].entries()) append(state, BigInt(number), [['a', value]]);
        const rows = new StateAtHeight(state, 1n).history(NAMESPACE, 'a');
        const found = [await rows.next(), await rows.next(), await rows.next()];
        expect(found.map((row) => row?.txId)).toEqual(['t1', 't0', undefined]);
        expect(state.changedBy(NAMESPACE, 'a', 1n)).toBe(1n);
        expect(state.changedBy(NAMESPACE, 'b', 1n)).toBeUndefined();
    });
});
