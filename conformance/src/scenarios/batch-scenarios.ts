import { expect } from '@jest/globals';
import { type Scenario, withoutTxIds } from './scenario';
import { evaluateSteps, type StepResult, submitSteps, valueOf } from './script';

const MISSING = 'PUT_STATE failed: transaction ID: TX: collection mychannel/scenarios/none could not be found';

/** Operations of one tick, and batches: the same results whatever messages they travel in. */
export const batchScenarios: readonly Scenario[] = [
    {
        title: 'writes and reads a hundred keys at once',
        run: async (target) => {
            await submitSteps(target, [['putMany', 'batch-a', 100]]);
            expect(await valueOf(target, ['readMany', 'batch-a', 100])).toBe(100);
        },
    },
    {
        title: 'settles each write of one tick from its own answer, and keeps the others',
        run: async (target) => {
            const [result] = await submitSteps(target, [
                [
                    'together',
                    ['putState', 'batch-b1', '1'],
                    ['putPrivateData', 'none', 'k', 'v'],
                    ['putState', 'batch-b2', '2'],
                    ['deleteState', 'batch-b3'],
                ],
            ]);
            expect(settled(result)).toEqual([null, MISSING, null, null]);
            expect(await valueOf(target, ['getMultipleStates', ['batch-b1', 'batch-b2']])).toEqual(['1', '2']);
        },
    },
    {
        title: 'keeps the order of writes of one tick',
        run: async (target) => {
            await submitSteps(target, [
                [
                    'together',
                    ['putState', 'batch-c', '1'],
                    ['deleteState', 'batch-c'],
                    ['putState', 'batch-c', '3'],
                    ['putState', 'batch-d', '1'],
                    ['deleteState', 'batch-d'],
                ],
            ]);
            expect(await valueOf(target, ['getMultipleStates', ['batch-c', 'batch-d']])).toEqual(['3', '']);
        },
    },
    {
        title: 'keeps reads, writes, queries and policies of one tick apart',
        run: async (target) => {
            await submitSteps(target, [['putMany', 'batch-e', 2]]);
            const [result] = await submitSteps(target, [
                [
                    'together',
                    ['getState', 'batch-e0000'],
                    ['putState', 'batch-e0000', 'new'],
                    ['getStateByRange', 'batch-e', 'batch-f'],
                    ['setPolicy', 'batch-e0001', ['Org1MSP']],
                    ['getState', 'batch-e0001'],
                ],
            ]);
            const values = ['value of batch-e0000', 'value of batch-e0001'];
            expect(settled(result)).toEqual([
                values[0],
                null,
                [
                    ['batch-e0000', values[0]],
                    ['batch-e0001', values[1]],
                ],
                null,
                values[1],
            ]);
            expect(await valueOf(target, ['getPolicy', 'batch-e0001'])).toEqual(['Org1MSP']);
        },
    },
    {
        title: 'finishes a write batch, the last write of a key counting',
        run: async (target) => {
            const results = await submitSteps(target, [
                ['startWriteBatch'],
                ['putState', 'batch-g', '1'],
                ['putState', 'batch-g', '2'],
                ['getState', 'batch-g'],
                ['finishWriteBatch'],
            ]);
            expect(results).toEqual([
                { value: null },
                { value: null },
                { value: null },
                { value: '' },
                { value: null },
            ]);
            expect(await valueOf(target, ['getState', 'batch-g'])).toBe('2');
        },
    },
    {
        title: 'writes a batch that was not finished',
        run: async (target) => {
            await submitSteps(target, [['startWriteBatch'], ['putState', 'batch-h', '1']]);
            expect(await valueOf(target, ['getState', 'batch-h'])).toBe('1');
        },
    },
    {
        title: 'reports the write that failed in a batch: at its end where peers take batches, otherwise at once',
        run: async (target) => {
            const results = await evaluateSteps(target, [
                ['startWriteBatch'],
                ['putState', 'batch-i', '1'],
                ['putPrivateData', 'none', 'k', 'v'],
                ['finishWriteBatch'],
            ]);
            const atEnd = `the write of "k" in the batch was refused: ${MISSING}`;
            expect(results.map(valueOrText)).toEqual(
                target.takesBatches ? [null, null, null, atEnd] : [null, null, MISSING, null],
            );
        },
    },
];

function settled(result: StepResult | undefined): unknown[] {
    if (result === undefined || 'error' in result) throw new Error(`together failed: ${JSON.stringify(result)}`);
    return (result.value as StepResult[]).map(valueOrText);
}

function valueOrText(result: StepResult): unknown {
    return 'value' in result ? result.value : withoutTxIds(result.error.message);
}
