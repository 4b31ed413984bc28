import { createHash } from 'node:crypto';
import { expect } from '@jest/globals';
import { type Scenario, withoutTxIds } from './scenario';
import { errorOf, evaluateSteps, script, type Step, submitSteps, valueOf } from './script';
import { COLLECTIONS, INITIAL_CHAINCODE, type Target } from './target';

const { org1, both, org2, shortLived } = COLLECTIONS;

/** Collections: who may read and write, hashes, deletes, expiry. */
export const privateDataScenarios: readonly Scenario[] = [
    {
        title: 'keeps transient data in a collection, and its hash for everybody',
        run: async (target) => {
            const transient = { secret: 'the secret' };
            await submitSteps(target, [['putTransient', org1, 'private-a', 'secret']], { transient });
            expect(await valueOf(target, ['getPrivateData', org1, 'private-a'])).toBe('the secret');
            const hash = createHash('sha256').update('the secret').digest('hex');
            for (const client of ['Org1', 'Org2'] as const) {
                expect(await valueOf(target, ['getPrivateDataHash', org1, 'private-a'], { client })).toBe(hash);
            }
        },
    },
    {
        title: 'has nothing under a key that was never written',
        run: async (target) => {
            const results = await evaluateSteps(target, [
                ['getPrivateData', org1, 'private-none'],
                ['getPrivateDataHash', org1, 'private-none'],
                ['getMultiplePrivateData', org1, ['private-none', 'private-none']],
                ['getPrivatePolicy', org1, 'private-none'],
            ]);
            expect(results).toEqual([{ value: '' }, { value: '' }, { value: ['', ''] }, { value: [] }]);
        },
    },
    {
        title: 'iterates over ranges and partial composite keys',
        run: async (target) => {
            await submitSteps(target, [
                ['putPrivateData', both, 'private-r1', '1'],
                ['putPrivateData', both, 'private-r2', '2'],
                ['putPrivateComposite', both, 'private-type', ['a', '1'], 'a1'],
                ['putPrivateComposite', both, 'private-type', ['b'], 'b'],
            ]);
            const results = await evaluateSteps(target, [
                ['getPrivateDataByRange', both, 'private-r', 'private-s'],
                ['getPrivateByPartialKey', both, 'private-type', ['a']],
                ['getMultiplePrivateData', both, ['private-r2', 'private-none', 'private-r1']],
            ]);
            expect(results).toEqual([
                {
                    value: [
                        ['private-r1', '1'],
                        ['private-r2', '2'],
                    ],
                },
                { value: [['\0private-type\0a\x001\0', 'a1']] },
                { value: ['2', '', '1'] },
            ]);
        },
    },
    {
        title: 'refuses clients that are no members',
        run: async (target) => {
            const of = (operation: string, access: string): string =>
                `${operation} failed: transaction ID: TX: tx creator does not have ${access} access permission on ` +
                `privatedata in chaincodeName:scenarios collectionName: ${org1}`;
            for (const [step, text] of [
                [['getPrivateData', org1, 'k'], of('GET_STATE', 'read')],
                [['getPrivateDataByRange', org1, 'k', 'l'], of('GET_STATE_BY_RANGE', 'read')],
                [['getPrivatePolicy', org1, 'k'], of('GET_STATE_METADATA', 'read')],
                [['putPrivateData', org1, 'k', 'v'], of('PUT_STATE', 'write')],
                [['deletePrivateData', org1, 'k'], of('DEL_STATE', 'write')],
                [['purgePrivateData', org1, 'k'], of('PURGE_PRIVATE_DATA', 'write')],
                [['setPrivatePolicy', org1, 'k', ['Org1MSP']], of('PUT_STATE_METADATA', 'write')],
            ] as const satisfies readonly (readonly [Step, string])[]) {
                expect(withoutTxIds(await errorOf(target, step, { client: 'Org2' }))).toBe(text);
            }
        },
    },
    {
        title: 'says that there is no such collection',
        run: async (target) => {
            const missing = 'collection mychannel/scenarios/none could not be found';
            for (const [step, operation, text] of [
                [['getPrivateData', 'none', 'k'], 'GET_STATE', missing],
                [
                    ['getPrivateDataHash', 'none', 'k'],
                    'GET_PRIVATE_DATA_HASH',
                    'collection [none] not defined in the collection config for chaincode [scenarios]',
                ],
                [['getPrivateDataByRange', 'none', 'k', 'l'], 'GET_STATE_BY_RANGE', missing],
                [['putPrivateData', 'none', 'k', 'v'], 'PUT_STATE', missing],
                [['deletePrivateData', 'none', 'k'], 'DEL_STATE', missing],
                [['purgePrivateData', 'none', 'k'], 'PURGE_PRIVATE_DATA', missing],
                [['setPrivatePolicy', 'none', 'k', ['Org1MSP']], 'PUT_STATE_METADATA', missing],
                [['getPrivatePolicy', 'none', 'k'], 'GET_STATE_METADATA', missing],
            ] as const satisfies readonly (readonly [Step, string, string])[]) {
                expect(withoutTxIds(await errorOf(target, step))).toBe(
                    `${operation} failed: transaction ID: TX: ${text}`,
                );
            }
        },
    },
    {
        title: 'has hashes only of a collection of which its organization is no member',
        run: async (target) => {
            await submitSteps(target, [['putPrivateData', org2, 'private-o', 'v']]);
            const hash = createHash('sha256').update('v').digest('hex');
            expect(await valueOf(target, ['getPrivateDataHash', org2, 'private-o'])).toBe(hash);
            expect(await valueOf(target, ['getPrivateDataByRange', org2, 'private-o', 'private-p'])).toEqual([]);
            expect(withoutTxIds(await errorOf(target, ['getPrivateData', org2, 'private-o']))).toMatch(
                /^GET_STATE failed: transaction ID: TX: private data matching public hash version is not available\. Public hash version = \{BlockNum: \d+, TxNum: \d+\}, Private data version = <nil>$/,
            );
        },
    },
    {
        title: 'deletes and purges',
        run: async (target) => {
            for (const operation of ['deletePrivateData', 'purgePrivateData']) {
                await submitSteps(target, [['putPrivateData', both, 'private-d', 'v']]);
                await submitSteps(target, [[operation, both, 'private-d']]);
                expect(
                    await evaluateSteps(target, [
                        ['getPrivateData', both, 'private-d'],
                        ['getPrivateDataHash', both, 'private-d'],
                        ['getPrivateDataByRange', both, 'private-d', 'private-e'],
                    ]),
                ).toEqual([{ value: '' }, { value: '' }, { value: [] }]);
            }
        },
    },
    {
        title: 'forgets what has outlived its blocks, hash and all',
        run: async (target) => {
            await submitSteps(target, [['putPrivateData', shortLived, 'private-s', 'v']]);
            const values = [];
            for (const block of ['1', '2', '3']) {
                await submitSteps(target, [['putState', 'private-block', block]]);
                values.push(await presence(target));
            }
            expect(values).toEqual([
                [true, true],
                [true, true],
                [false, false],
            ]);
        },
    },
    {
        title: 'allows no queries of private data behind writes, nor writes behind them',
        run: async (target) => {
            const query = ['getPrivateDataByRange', both, 'k', 'l'] as const;
            for (const write of [
                ['putState', 'k', 'v'],
                ['putPrivateData', both, 'k', 'v'],
                ['purgePrivateData', both, 'k'],
            ] as const) {
                const behind = await evaluateSteps(target, [query, write]);
                expect(behind[1]).toMatchObject({ error: { code: 'WRITE_AFTER_QUERY' } });
                const before = await evaluateSteps(target, [write, query]);
                expect(before[1]).toMatchObject({ error: { code: 'QUERY_AFTER_WRITE' } });
            }
        },
    },
    {
        title: 'allows no private data in init',
        run: async (target) => {
            const steps = [
                ['getPrivateData', both, 'k'],
                ['getPrivateDataHash', both, 'k'],
                ['getPrivateDataByRange', both, 'k', 'l'],
                ['getPrivatePolicy', both, 'k'],
                ['putPrivateData', both, 'k', 'v'],
                ['deletePrivateData', both, 'k'],
                ['purgePrivateData', both, 'k'],
                ['setPrivatePolicy', both, 'k', ['Org1MSP']],
            ] as const;
            const chaincode = INITIAL_CHAINCODE;
            const before = await target.evaluate({ ...script([]), chaincode });
            expect(before.message).toContain('must call as init first');
            expect(await target.init(chaincode, ['script', JSON.stringify(steps)])).toBe('');
            const results = String(await valueOf(target, ['getState', 'init-results'], { chaincode }));
            const text = 'private data APIs are not allowed in chaincode Init()';
            expect((JSON.parse(results) as { error: { message: string } }[]).map((one) => one.error.message)).toEqual(
                steps.map(() =>
                    expect.stringMatching(
                        new RegExp(`^\\w+ failed: transaction ID: \\w{64}: ${text.replace(/[()]/g, '\\$&')}$`),
                    ),
                ),
            );
            expect(await target.init(chaincode, ['script'])).toContain('is already initialized but called as init');
        },
    },
    {
        title: 'keeps the same key of different collections apart',
        run: async (target) => {
            await submitSteps(target, [
                ['putState', 'private-k', 'public'],
                ['putPrivateData', org1, 'private-k', 'one'],
                ['putPrivateData', both, 'private-k', 'two'],
            ]);
            expect(
                await evaluateSteps(target, [
                    ['getState', 'private-k'],
                    ['getPrivateData', org1, 'private-k'],
                    ['getPrivateData', both, 'private-k'],
                ]),
            ).toEqual([{ value: 'public' }, { value: 'one' }, { value: 'two' }]);
        },
    },
];

async function presence(target: Target): Promise<boolean[]> {
    const results = await evaluateSteps(target, [
        ['getPrivateData', shortLived, 'private-s'],
        ['getPrivateDataHash', shortLived, 'private-s'],
    ]);
    return results.map((result) => 'value' in result && result.value !== '');
}
