import { expect } from '@jest/globals';
import { type Scenario, withoutTxIds } from './scenario';
import { errorOf, evaluateSteps, type Json, script, type Step, submitSteps, valueOf } from './script';
import { CALLED_CHAINCODE, OTHER_CHANNEL, SCENARIO_CHAINCODE } from './target';

function call(chaincode: string, steps: readonly Step[], ...channel: string[]): Step {
    return ['invokeChaincode', chaincode, ['script', JSON.stringify(steps)], ...channel];
}

interface Called {
    readonly status: number;
    readonly message: string;
    readonly payload: string;
}

/** Chaincodes that call each other on one channel. */
export const chaincodeCallScenarios: readonly Scenario[] = [
    {
        title: "runs the called chaincode in the caller's transaction, as the caller's client",
        run: async (target) => {
            const outcome = await target.evaluate(
                script(
                    [
                        call(CALLED_CHAINCODE, [
                            ['getTxID'],
                            ['getCreator'],
                            ['getFunctionAndParameters'],
                            ['getTransient'],
                        ]),
                    ],
                    {
                        client: 'Org2',
                        transient: { name: 'value' },
                    },
                ),
            );
            const [{ value }] = JSON.parse(outcome.payload.toString()) as [{ value: Called }];
            const [txId, creator, args, transient] = JSON.parse(value.payload) as { value: Json }[];
            expect(value.status).toBe(200);
            expect(txId?.value).toBe(outcome.txId);
            expect(creator?.value).toMatchObject({ mspId: 'Org2MSP' });
            expect(args?.value).toMatchObject({ fcn: 'script' });
            expect(transient?.value).toEqual({ name: 'value' });
        },
    },
    {
        title: 'commits the writes of both, each in its own namespace',
        run: async (target) => {
            await submitSteps(target, [
                ['putState', 'call-a', 'caller'],
                call(CALLED_CHAINCODE, [
                    ['putState', 'call-a', 'called'],
                    ['putState', 'call-b', 'called'],
                ]),
                call(CALLED_CHAINCODE, [['putState', 'call-c', 'called']], 'mychannel'),
            ]);
            const keys = ['call-a', 'call-b', 'call-c'];
            expect(await valueOf(target, ['getMultipleStates', keys])).toEqual(['caller', '', '']);
            expect(await valueOf(target, ['getMultipleStates', keys], { chaincode: CALLED_CHAINCODE })).toEqual([
                'called',
                'called',
                'called',
            ]);
        },
    },
    {
        title: 'gives status, message and payload of what the called chaincode refused, and goes on',
        run: async (target) => {
            const results = await submitSteps(target, [
                ['invokeChaincode', CALLED_CHAINCODE, ['respond', '404', 'gone', 'payload']],
                ['putState', 'call-d', 'caller'],
            ]);
            expect(results[0]).toEqual({ value: { status: 404, message: 'gone', payload: 'payload' } });
            expect(await valueOf(target, ['getState', 'call-d'])).toBe('caller');
            // Peers do not take back what the called chaincode wrote before it refused.
            expect(await valueOf(target, ['getState', 'responded'], { chaincode: CALLED_CHAINCODE })).toBe('404');
        },
    },
    {
        title: 'cannot call itself, directly or by way of another',
        run: async (target) => {
            const text =
                'INVOKE_CHAINCODE failed: transaction ID: TX: execute failed: error sending: txid: TX(mychannel) exists';
            expect(withoutTxIds(await errorOf(target, call(SCENARIO_CHAINCODE, [])))).toBe(text);
            const value = await valueOf(target, call(CALLED_CHAINCODE, [call(SCENARIO_CHAINCODE, [])]));
            const [inner] = JSON.parse((value as Called).payload) as [{ error: { message: string } }];
            expect(withoutTxIds(inner.error.message)).toBe(text);
        },
    },
    {
        title: 'reads on another channel under the same transaction id, and writes nothing there',
        run: async (target) => {
            const there = { chaincode: CALLED_CHAINCODE, channel: OTHER_CHANNEL };
            await submitSteps(target, [['putState', 'call-x', 'there']], there);
            const steps: readonly Step[] = [['getTxID'], ['getState', 'call-x'], ['putState', 'call-x', 'changed']];
            // Of the called chaincode, too: on another channel it can call itself.
            for (const chaincode of [SCENARIO_CHAINCODE, CALLED_CHAINCODE]) {
                const outcome = await target.submit(
                    script([['putState', 'call-y', 'here'], call(CALLED_CHAINCODE, steps, OTHER_CHANNEL)], {
                        chaincode,
                    }),
                );
                expect(outcome.validation).toBe('VALID');
                const [, called] = JSON.parse(outcome.payload.toString()) as { value: Called }[];
                expect(JSON.parse(called?.value.payload ?? '')).toEqual([
                    { value: outcome.txId },
                    { value: 'there' },
                    { value: null },
                ]);
                expect(await valueOf(target, ['getState', 'call-y'], { chaincode })).toBe('here');
                expect(await valueOf(target, ['getState', 'call-x'], there)).toBe('there');
            }
        },
    },
    {
        title: 'says why another chaincode cannot be called',
        run: async (target) => {
            const failed = 'INVOKE_CHAINCODE failed: transaction ID: TX: ';
            expect(withoutTxIds(await errorOf(target, call('missing', [])))).toBe(
                `${failed}execute failed: invalid invocation: [channel mychannel] failed to get chaincode container info ` +
                    'for missing: chaincode missing not found',
            );
            expect(withoutTxIds(await errorOf(target, call(CALLED_CHAINCODE, [], 'missing')))).toBe(
                `${failed}Failed to get policy manager for channel [missing]`,
            );
        },
    },
    {
        title: 'is refused by qscc and cscc',
        run: async (target) => {
            const results = await evaluateSteps(target, [
                ['invokeChaincode', 'qscc', ['GetChainInfo', 'mychannel']],
                ['invokeChaincode', 'cscc', ['GetChannels']],
            ]);
            const invoked = "original invocation for 'scenarios'";
            const deadlocks = 'because of potential for deadlocks';
            expect(results).toEqual([
                {
                    value: {
                        status: 500,
                        message: `Rejecting invoke of QSCC from another chaincode ${deadlocks}, ${invoked}`,
                        payload: '',
                    },
                },
                {
                    value: {
                        status: 500,
                        message: `Rejecting invoke of CSCC from another chaincode, ${invoked}`,
                        payload: '',
                    },
                },
            ]);
        },
    },
];
