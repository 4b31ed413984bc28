import { expect } from '@jest/globals';
import { needsSelectors, type Scenario, withoutTxIds } from './scenario';
import { errorOf, evaluateSteps, script, submitSteps, valueOf } from './script';

const MEGABYTE = 1 << 20;

/** Single keys: reads, writes, deletes, history, conflicts. */
export const stateScenarios: readonly Scenario[] = [
    {
        title: 'reads what is committed, not what the transaction wrote',
        run: async (target) => {
            const results = await submitSteps(target, [
                ['putState', 'state-a', '1'],
                ['getState', 'state-a'],
                ['exists', 'state-a'],
            ]);
            expect(results).toEqual([{ value: null }, { value: '' }, { value: false }]);
            expect(
                await evaluateSteps(target, [
                    ['getState', 'state-a'],
                    ['exists', 'state-a'],
                ]),
            ).toEqual([{ value: '1' }, { value: true }]);
            expect(await valueOf(target, ['getState', 'state-missing'])).toBe('');
        },
    },
    {
        title: 'writes nothing for an evaluated transaction',
        run: async (target) => {
            await evaluateSteps(target, [['putState', 'state-evaluated', '1']]);
            expect(await valueOf(target, ['exists', 'state-evaluated'])).toBe(false);
        },
    },
    {
        title: 'keeps the last write of a key',
        run: async (target) => {
            const writes = ['1', '2', '3'].map((value) => ['putState', 'state-last', value] as const);
            await submitSteps(target, writes);
            expect(await valueOf(target, ['getState', 'state-last'])).toBe('3');
            await submitSteps(target, [
                ['deleteState', 'state-last'],
                ['putState', 'state-last', '4'],
            ]);
            expect(await valueOf(target, ['getState', 'state-last'])).toBe('4');
            await submitSteps(target, [
                ['putState', 'state-last', '5'],
                ['deleteState', 'state-last'],
            ]);
            expect(await valueOf(target, ['exists', 'state-last'])).toBe(false);
        },
    },
    {
        title: 'agrees on the same bytes, whatever the order of writes and whatever was written over',
        run: async (target) => {
            const sets: (Buffer | undefined)[] = [];
            for (const steps of [
                [
                    ['putState', 'state-ob', 'over'],
                    ['putState', 'state-oa', '1'],
                    ['deleteState', 'state-oc'],
                    ['putState', 'state-ob', '2'],
                ],
                [
                    ['putState', 'state-oc', 'over'],
                    ['deleteState', 'state-oc'],
                    ['putState', 'state-ob', '2'],
                    ['putState', 'state-oa', '1'],
                ],
            ] as const) {
                sets.push((await target.submit(script(steps))).readWriteSet);
            }
            expect(sets[0]?.toString('hex')).toBe(sets[1]?.toString('hex'));
            const [a, b, c] = ['a', 'b', 'c'].map((name) => Buffer.from(`state-o${name}`).toString('hex'));
            // Each write is a KVWrite { key = 1, is_delete = 2, value = 3 }, in the order of keys.
            expect(sets[0]?.toString('hex')).toContain(
                `1a0d0a08${a}1a0131` + `1a0d0a08${b}1a0132` + `1a0c0a08${c}1001`,
            );
        },
    },
    {
        title: 'takes keys of every plane of Unicode',
        run: async (target) => {
            const keys = ['state-é', 'state-\u{10000}', 'state-\ufffd', 'state key with spaces/and"quotes"'];
            await submitSteps(
                target,
                keys.map((key) => ['putState', key, `of ${key}`] as const),
            );
            expect(await valueOf(target, ['getMultipleStates', keys])).toEqual(keys.map((key) => `of ${key}`));
        },
    },
    {
        title: 'reads many keys in their order, missing and repeated ones too',
        run: async (target) => {
            await submitSteps(target, [['putMany', 'state-many', 120]]);
            const keys = ['state-many0119', 'state-missing', 'state-many0000', 'state-many0119'];
            expect(await valueOf(target, ['getMultipleStates', keys])).toEqual([
                'value of state-many0119',
                '',
                'value of state-many0000',
                'value of state-many0119',
            ]);
            expect(await valueOf(target, ['readMany', 'state-many', 121])).toBe(120);
            expect(await valueOf(target, ['getMultipleStates', []])).toEqual([]);
        },
    },
    {
        title: 'refuses empty keys, empty values and empty event names before they reach the peer',
        run: async (target) => {
            const results = await evaluateSteps(target, [
                ['putState', '', 'x'],
                ['getState', ''],
                ['putState', 'state-empty', ''],
                ['setEvent', ''],
            ]);
            const codes = results.map((result) => ('error' in result ? result.error.code : 'none'));
            expect(codes).toEqual(['EMPTY_KEY', 'EMPTY_KEY', 'EMPTY_VALUE', 'INVALID_ARGUMENT']);
        },
    },
    {
        title: 'tells the history of a key, the newest first',
        run: async (target) => {
            const txIds: string[] = [];
            for (const step of [
                ['putState', 'state-h', '1'],
                ['deleteState', 'state-h'],
                ['putState', 'state-h', '3'],
            ] as const) {
                txIds.unshift((await target.submit(script([step]))).txId);
            }
            const change = { isDelete: false, hasTime: true };
            expect(await valueOf(target, ['getHistoryForKey', 'state-h'])).toEqual([
                { ...change, txId: txIds[0], value: '3' },
                { ...change, txId: txIds[1], value: '', isDelete: true },
                { ...change, txId: txIds[2], value: '1' },
            ]);
            expect(await valueOf(target, ['getHistoryForKey', 'state-missing'])).toEqual([]);
        },
    },
    {
        title: 'commits the first of two transactions that read and write the same key',
        run: async (target) => {
            const increment = script([
                ['getState', 'state-c'],
                ['putState', 'state-c', 'x'],
            ]);
            const blind = script([['putState', 'state-c', 'y']]);
            const outcomes = await target.submitTogether([increment, increment, blind]);
            expect(outcomes.map(({ validation }) => validation)).toEqual(['VALID', 'MVCC_READ_CONFLICT', 'VALID']);
        },
    },
    {
        title: 'finds a row that came into a range meanwhile',
        run: async (target) => {
            const scan = script([
                ['getStateByRange', 'state-p', 'state-q'],
                ['putState', 'state-scanned', '1'],
            ]);
            const insert = script([['putState', 'state-p1', '1']]);
            const outcomes = await target.submitTogether([insert, scan]);
            expect(outcomes.map(({ validation }) => validation)).toEqual(['VALID', 'PHANTOM_READ_CONFLICT']);
        },
    },
    {
        title: 'keeps a value of 20 MiB',
        isHeavy: true,
        run: async (target) => {
            await submitSteps(target, [['putSize', 'state-big', 20 * MEGABYTE]]);
            expect(await valueOf(target, ['getSize', 'state-big'])).toBe(20 * MEGABYTE);
        },
    },
    {
        title: 'runs many transactions at the same time',
        run: async (target) => {
            const calls = Array.from({ length: 50 }, (_, index) => index);
            const values = await Promise.all(
                calls.map((index) =>
                    evaluateSteps(target, [
                        ['sleep', 100],
                        ['createCompositeKey', 'n', [String(index)]],
                        ['getState', 'state-x'],
                    ]),
                ),
            );
            expect(values.map(([, key]) => key)).toEqual(calls.map((index) => ({ value: `\0n\0${index}\0` })));
        },
    },
    {
        title: 'takes selectors',
        cannotRun: needsSelectors,
        run: async (target) => {
            await submitSteps(target, [
                ['putState', 'state-json1', '{"kind":"selected","size":1}'],
                ['putState', 'state-json2', '{"kind":"selected","size":2}'],
            ]);
            const selector = '{"selector":{"kind":"selected","size":{"$gt":1}}}';
            expect(await valueOf(target, ['getQueryResult', selector])).toEqual([
                ['state-json2', '{"kind":"selected","size":2}'],
            ]);
        },
    },
    {
        title: 'says that its state database takes no selectors',
        cannotRun: (target) => (target.takesSelectors ? 'its state database takes selectors' : undefined),
        run: async (target) => {
            const query = withoutTxIds(await errorOf(target, ['getQueryResult', '{"selector":{}}']));
            expect(query).toBe('GET_QUERY_RESULT failed: transaction ID: TX: ExecuteQuery not supported for leveldb');
            const page = withoutTxIds(await errorOf(target, ['queryPage', '{"selector":{}}', 2]));
            expect(page).toBe(
                'GET_QUERY_RESULT failed: transaction ID: TX: ExecuteQueryWithMetadata not supported for leveldb',
            );
        },
    },
];
