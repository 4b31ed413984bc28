import type { Chaincode, ChaincodeStub } from '@heddle/core';
import { ledgerViewOf } from '@heddle/core/internal';
import { compareKeys } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LedgerModel, type LedgerModelOptions } from '../testing/ledger-model';
import { MergedRange } from './merge';
import { TransactionView } from './view';

const origin = { name: 'put of row', calledFrom: undefined, what: () => 'row' };
const KEYS = ['a', 'b', 'ba', 'c', '\u{1f600}', '\uffee', 'z'];

type Step =
    | { readonly do: 'put' | 'stubPut'; readonly key: string; readonly value: string }
    | { readonly do: 'delete' | 'stubDelete' | 'get'; readonly key: string }
    | { readonly do: 'scan'; readonly from: string; readonly to: string };

const key = fc.constantFrom(...KEYS);
const value = fc.string({ minLength: 1, maxLength: 3 });
const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ do: fc.constantFrom('put' as const, 'stubPut' as const), key, value }),
    fc.record({ do: fc.constantFrom('delete' as const, 'stubDelete' as const, 'get' as const), key }),
    fc.record({ do: fc.constant('scan' as const), from: key, to: fc.oneof(key, fc.constant('')) }),
);

function chaincodeOf(run: (stub: ChaincodeStub, view: TransactionView) => Promise<void>): Chaincode {
    const Invoke: Chaincode['Invoke'] = async (stub) => {
        const ledger = ledgerViewOf(stub);
        if (ledger === undefined) throw new Error('a stub of core has a view');
        const view = new TransactionView(ledger);
        await run(stub, view);
        await view.send();
        return { status: 200 };
    };
    return { Init: Invoke, Invoke };
}

async function rowsOf(scan: MergedRange): Promise<[string, string][]> {
    const rows: [string, string][] = [];
    for (let batch = await scan.next(); batch.length > 0; batch = await scan.next())
        rows.push(...batch.map(({ key, value }): [string, string] => [key, String(value)]));
    await scan.close();
    return rows;
}

/** The rows of a Map in a range, in the order of a database. */
function inRange(model: ReadonlyMap<string, string>, from: string, to: string): [string, string][] {
    return Array.from(model)
        .filter(([key]) => compareKeys(key, from) >= 0 && (to === '' || compareKeys(key, to) < 0))
        .sort(([left], [right]) => compareKeys(left, right));
}

/** Carries a step out, on the view and on a Map; answers what both say. */
async function carryOut(
    { stub, view, model }: { stub: ChaincodeStub; view: TransactionView; model: Map<string, string> },
    step: Step,
): Promise<readonly [unknown, unknown]> {
    switch (step.do) {
        case 'put':
            view.write(view.at(step.key, ''), 'put', Buffer.from(step.value), origin);
            model.set(step.key, step.value);
            return [1, 1];
        case 'stubPut':
            model.set(step.key, step.value);
            await stub.putState(step.key, step.value);
            return [1, 1];
        case 'delete':
            view.write(view.at(step.key, ''), 'delete', undefined, origin);
            model.delete(step.key);
            return [1, 1];
        case 'stubDelete':
            model.delete(step.key);
            await stub.deleteState(step.key);
            return [1, 1];
        case 'get':
            return [String(await view.current(view.at(step.key, ''))), model.get(step.key) ?? ''];
        case 'scan': {
            const expected = inRange(model, step.from, step.to);
            const range = { startKey: step.from, endKey: step.to, collection: '' };
            return [await rowsOf(new MergedRange(view, 'find of row', range)), expected];
        }
    }
}

describe('the view of a transaction', () => {
    it('state promise 4: gives what a plain Map gives, whichever way a key was written, and commits the Map', async () => {
        await fc.assert(
            fc.asyncProperty(
                fc.dictionary(key, value),
                fc.array(step, { maxLength: 30 }),
                fc.constantFrom('2.5' as const, '3.1' as const),
                async (committed, steps, version) => {
                    const map = new Map(Object.entries(committed));
                    const answers: (readonly [unknown, unknown])[] = [];
                    await using model = new LedgerModel(
                        chaincodeOf(async (stub, view) => {
                            for (const step of steps) answers.push(await carryOut({ stub, view, model: map }, step));
                        }),
                        { version },
                    );
                    for (const [key, value] of map) model.put(key, value);
                    const { status, message } = await model.invoke('run');
                    expect([status, message]).toEqual([200, '']);
                    for (const [ours, theirs] of answers) expect(ours).toEqual(theirs);
                    expect(model.committed()).toEqual(inRange(map, '', ''));
                },
            ),
            { numRuns: 300 },
        );
    });

    it('asks for a key once, and writes it once, in the order of the keys', async () => {
        await using model = new LedgerModel(
            chaincodeOf(async (_, view) => {
                const [z, a, b] = ['z', 'a', 'b'].map((key) => view.at(key, ''));
                if (z === undefined || a === undefined || b === undefined) return;
                await Promise.all([view.committed(z), view.committed(z), view.committed(a)]);
                await view.committed(a);
                for (const count of ['1', '2']) view.write(z, 'put', Buffer.from(count), origin);
                view.write(b, 'put', Buffer.from('b'), origin);
                view.write(a, 'put', Buffer.from('a'), origin);
                view.write(a, 'delete', undefined, origin);
            }),
        );
        await model.invoke('run');
        expect(model.asked).toEqual(['getStateMultiple', 'writeBatchState']);
        // `a` was not there, and is not there again.
        expect(model.writes.map(({ key, value }) => [key, value])).toEqual([
            ['b', 'b'],
            ['z', '2'],
        ]);
    });
});

describe('a scan', () => {
    /** Counts the requests of a scan over so many rows. */
    async function scanOf(rows: number, options: LedgerModelOptions = {}): Promise<[found: number, asked: number]> {
        let found = 0;
        await using model = new LedgerModel(
            chaincodeOf(async (_, view) => {
                const range = { startKey: 'k', endKey: '', collection: '' };
                found = (await rowsOf(new MergedRange(view, 'find of row', range))).length;
            }),
            options,
        );
        for (let row = 0; row < rows; row += 1) model.put(`k${String(row).padStart(5, '0')}`, 'v');
        await model.invoke('run');
        return [found, model.asked.length];
    }

    it.each([
        [0, 1],
        [100, 1],
        [101, 2],
        [999, 10],
        [1_000, 11],
        [2_300, 24],
    ])('of %i rows takes %i messages', async (rows, messages) => {
        expect(await scanOf(rows)).toEqual([rows, messages]);
    });

    it('state promise 9: misses nothing where the peer ends a range without a word', async () => {
        expect(await scanOf(2_300, { totalQueryLimit: 1_200 })).toEqual([2_300, 12 + 11 + 1]);
    });

    it('sees what was there when it began, and comes to its end while its loop writes', async () => {
        const seen: string[] = [];
        await using model = new LedgerModel(
            chaincodeOf(async (_, view) => {
                view.write(view.at('k1', ''), 'put', Buffer.from('mine'), origin);
                const scan = new MergedRange(view, 'find of row', { startKey: 'k', endKey: 'l', collection: '' });
                for (let batch = await scan.next(); batch.length > 0; batch = await scan.next()) {
                    for (const { key, value } of batch) {
                        seen.push(`${key}=${String(value)}`);
                        view.write(view.at(`${key}x`, ''), 'put', Buffer.from('later'), origin);
                        view.write(view.at('k1', ''), 'put', Buffer.from('later'), origin);
                    }
                }
                seen.push(String(await view.readFound('k1', '', scan.moment)));
            }),
        );
        model.put('k0', 'v');
        model.put('k2', 'v');
        await model.invoke('run');
        expect(seen).toEqual(['k0=v', 'k1=mine', 'k2=v', 'mine']);
    });

    it('that is left gives up the rows behind, and none where there are none', async () => {
        await using model = new LedgerModel(
            chaincodeOf(async (_, view) => {
                for (const startKey of ['k', 'k00150']) {
                    const scan = new MergedRange(view, 'find of row', { startKey, endKey: '', collection: '' });
                    await scan.next();
                    await scan.close();
                    await scan.close();
                }
            }),
        );
        for (let row = 0; row < 200; row += 1) model.put(`k${String(row).padStart(5, '0')}`, 'v');
        await model.invoke('run');
        expect(model.asked).toEqual(['getStateByRange', 'queryStateClose', 'getStateByRange']);
    });
});
