import { expect } from '@jest/globals';
import type { Scenario } from './scenario';
import { evaluateSteps, script, submitSteps, valueOf } from './script';
import { COLLECTIONS } from './target';

const NO_PEERS =
    '9 FAILED_PRECONDITION: no combination of peers can be derived which satisfy the endorsement policy: ' +
    'no peer combination can satisfy the endorsement policy';

const CLEARED =
    '9 FAILED_PRECONDITION: no combination of peers can be derived which satisfy the endorsement policy: ' +
    'state based endorsement policy cannot be satisfied';

/** Policies of single keys. */
export const endorsementScenarios: readonly Scenario[] = [
    {
        title: 'sets and reads the policy of a key, from the next transaction on',
        run: async (target) => {
            const results = await submitSteps(target, [
                ['putState', 'policy-a', '1'],
                ['setPolicy', 'policy-a', ['Org1MSP']],
                ['getPolicy', 'policy-a'],
            ]);
            expect(results[2]).toEqual({ value: [] });
            expect(await valueOf(target, ['getPolicy', 'policy-a'])).toEqual(['Org1MSP']);
            await submitSteps(target, [['putState', 'policy-a', '2']]);
            expect(await valueOf(target, ['getPolicy', 'policy-a'])).toEqual(['Org1MSP']);
        },
    },
    {
        title: 'is endorsed for a key of Org2 by Org2, and refused at commit if only Org1 was asked',
        run: async (target) => {
            await submitSteps(target, [
                ['putState', 'policy-f', '1'],
                ['setPolicy', 'policy-f', ['Org2MSP']],
            ]);
            await submitSteps(target, [['putState', 'policy-f', '2']]);
            const write = script([['putState', 'policy-f', '3']], { endorsedBy: ['Org1MSP'] });
            expect(await target.submit(write)).toMatchObject({ validation: 'ENDORSEMENT_POLICY_FAILURE' });
            expect(await valueOf(target, ['getState', 'policy-f'])).toBe('2');
            await submitSteps(target, [['setPolicy', 'policy-f', ['Org1MSP', 'Org2MSP']]]);
            await submitSteps(target, [['putState', 'policy-f', '4']]);
            expect(await valueOf(target, ['getState', 'policy-f'])).toBe('4');
        },
    },
    {
        title: 'demands endorsements that cannot be had for a key of an organization without peers',
        run: async (target) => {
            await submitSteps(target, [
                ['putState', 'policy-b', '1'],
                ['setPolicy', 'policy-b', ['Org3MSP']],
            ]);
            for (const step of [
                ['putState', 'policy-b', '2'],
                ['deleteState', 'policy-b'],
                ['setPolicy', 'policy-b', []],
            ] as const) {
                const outcome = await target.submit(script([step]));
                expect(outcome).toMatchObject({ status: 500, message: NO_PEERS, validation: undefined });
            }
            expect(
                await evaluateSteps(target, [
                    ['getState', 'policy-b'],
                    ['putState', 'policy-b', '2'],
                ]),
            ).toEqual([{ value: '1' }, { value: null }]);
        },
    },
    {
        title: 'takes the policy of a key away',
        run: async (target) => {
            await submitSteps(target, [
                ['putState', 'policy-c', '1'],
                ['setPolicy', 'policy-c', ['Org1MSP']],
            ]);
            await submitSteps(target, [['setPolicy', 'policy-c', []]]);
            expect(await valueOf(target, ['getPolicy', 'policy-c'])).toEqual([]);
        },
    },
    {
        title: 'writes a key whose policy was cleared only where organizations are named',
        run: async (target) => {
            await submitSteps(target, [
                ['putState', 'policy-e', '1'],
                ['setPolicy', 'policy-e', ['Org1MSP']],
            ]);
            await submitSteps(target, [['setPolicy', 'policy-e', []]]);
            const write = script([['putState', 'policy-e', '2']]);
            expect(await target.submit(write)).toMatchObject({ status: 500, message: CLEARED, validation: undefined });
            expect(await target.submit({ ...write, endorsedBy: ['Org1MSP'] })).toMatchObject({ validation: 'VALID' });
            expect(await valueOf(target, ['getState', 'policy-e'])).toBe('2');
        },
    },
    {
        title: 'loses the policy of a key that is not there, and of one that is deleted',
        run: async (target) => {
            await submitSteps(target, [['setPolicy', 'policy-none', ['Org1MSP']]]);
            expect(await valueOf(target, ['getPolicy', 'policy-none'])).toEqual([]);
            await submitSteps(target, [
                ['putState', 'policy-d', '1'],
                ['setPolicy', 'policy-d', ['Org1MSP']],
            ]);
            await submitSteps(target, [['deleteState', 'policy-d']]);
            await submitSteps(target, [['putState', 'policy-d', '2']]);
            expect(await valueOf(target, ['getPolicy', 'policy-d'])).toEqual([]);
        },
    },
    {
        title: 'sets and reads the policy of a private key',
        run: async (target) => {
            const { both } = COLLECTIONS;
            await submitSteps(target, [
                ['putPrivateData', both, 'policy-p', '1'],
                ['setPrivatePolicy', both, 'policy-p', ['Org2MSP']],
            ]);
            expect(await valueOf(target, ['getPrivatePolicy', both, 'policy-p'])).toEqual(['Org2MSP']);
            // What Org2's peer alone has simulated comes to Org1's peer with the block.
            await submitSteps(target, [['putPrivateData', both, 'policy-p', '2']]);
            expect(await valueOf(target, ['getPrivateData', both, 'policy-p'])).toBe('2');
            const write = script([['putPrivateData', both, 'policy-p', '3']], { endorsedBy: ['Org1MSP'] });
            expect(await target.submit(write)).toMatchObject({ validation: 'ENDORSEMENT_POLICY_FAILURE' });
        },
    },
];
