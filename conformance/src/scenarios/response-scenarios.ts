import { expect } from '@jest/globals';
import { type Scenario, withoutTxIds } from './scenario';
import { evaluateSteps, type Step, submitSteps, valueOf } from './script';
import { CALLED_CHAINCODE } from './target';

const NO_METADATA =
    '9 FAILED_PRECONDITION: no combination of peers can be derived which satisfy the endorsement policy: ' +
    'No metadata was found for chaincode missing in channel mychannel';

/** What a chaincode answers, and what reaches the client. */
export const responseScenarios: readonly Scenario[] = [
    {
        title: 'commits what was answered with a status below 400',
        run: async (target) => {
            for (const status of ['200', '201', '399']) {
                const outcome = await target.submit({ args: ['respond', status, 'odd', 'payload'] });
                expect(outcome).toMatchObject({ status: 200, validation: 'VALID' });
                expect(outcome.payload.toString()).toBe('payload');
                expect(await valueOf(target, ['getState', 'responded'])).toBe(status);
            }
        },
    },
    {
        title: 'gives status and message, but no payload, of what was answered with 400 and above',
        run: async (target) => {
            for (const status of ['400', '404', '499', '500', '599']) {
                const call = { args: ['respond', status, `message é ${status}`, 'payload'] };
                for (const outcome of [await target.evaluate(call), await target.submit(call)]) {
                    expect(outcome).toMatchObject({ status: Number(status), message: `message é ${status}` });
                    expect(outcome.payload).toHaveLength(0);
                    expect(outcome.validation).toBeUndefined();
                }
                expect(await valueOf(target, ['getState', 'responded'])).not.toBe(status);
            }
        },
    },
    {
        title: 'keeps a message of 2,000 characters and line breaks',
        run: async (target) => {
            const message = `${'é'.repeat(998)}\nend`;
            expect(await target.evaluate({ args: ['respond', '400', message] })).toMatchObject({
                status: 400,
                message,
            });
        },
    },
    {
        title: 'answers what was thrown with 500 and no detail of it',
        run: async (target) => {
            const { status, message } = await target.submit({ args: ['fail', 'the secret reason'] });
            expect(status).toBe(500);
            expect(withoutTxIds(message)).toMatch(/^INTERNAL_ERROR: transaction TX failed unexpectedly/);
        },
    },
    {
        title: 'fails a transaction that leaves a write behind',
        run: async (target) => {
            const outcome = await target.submit({ args: ['leaveBehind', 'response-left'] });
            expect(outcome).toMatchObject({ status: 500, validation: undefined });
            expect(outcome.message).toMatch(/^FLOATING_OPERATION: putState was not awaited/);
            expect(await valueOf(target, ['exists', 'response-left'])).toBe(false);
        },
    },
    {
        title: 'knows no chaincode that is not committed',
        run: async (target) => {
            expect(await target.submit({ chaincode: 'missing', args: ['x'] })).toMatchObject({ message: NO_METADATA });
            expect(await target.evaluate({ chaincode: 'missing', args: ['x'] })).toMatchObject({
                message: '9 FAILED_PRECONDITION: no peers available to evaluate chaincode missing in channel mychannel',
            });
        },
    },
    {
        title: "emits the last event of a committed transaction, and of chaincodes that call each other the outermost's",
        run: async (target) => {
            const events = await target.listen('scenarios');
            const inner = JSON.stringify([['setEvent', 'inner', 'x']]);
            await target.submit({ args: ['script', '[["setEvent","lost","x"]]'], chaincode: CALLED_CHAINCODE });
            await evaluateSteps(target, [['setEvent', 'evaluated', 'x']]);
            const twice = await target.submit({
                args: ['script', '[["setEvent","first","1"],["setEvent","last","2é"]]'],
            });
            await submitSteps(target, [['invokeChaincode', CALLED_CHAINCODE, ['script', inner]]]);
            const nested = await target.submit({
                args: [
                    'script',
                    JSON.stringify([
                        ['setEvent', 'outer'],
                        ['invokeChaincode', CALLED_CHAINCODE, ['script', inner]],
                    ]),
                ],
            });
            const heard = [];
            for await (const event of events) if (heard.push(event) === 2) break;
            events.close();
            expect(heard).toEqual([
                { txId: twice.txId, name: 'last', payload: '2é' },
                { txId: nested.txId, name: 'outer', payload: '' },
            ]);
        },
    },
    {
        title: 'tells a chaincode which event the one that it calls has set',
        run: async (target) => {
            const inner = JSON.stringify([['setEvent', 'inner', '2é']]);
            const steps: Step[] = [
                ['eventOfCalled', CALLED_CHAINCODE, ['script', inner]],
                ['eventOfCalled', CALLED_CHAINCODE, ['respond', '200', 'none', '']],
            ];
            expect(await evaluateSteps(target, steps)).toEqual([{ value: 'inner 2é' }, { value: null }]);
        },
    },
];
