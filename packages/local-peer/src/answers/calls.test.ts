import { requests } from '@heddle/protocol';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SubmitResult } from '../endorse/transaction-request';
import { RuleBench } from '../testing/rule-bench';
import { ScriptedChaincode, type ScriptedFunction } from '../testing/scripted-chaincode';

describe('the answer to', () => {
    let bench: RuleBench;

    beforeEach(async () => {
        bench = await RuleBench.start();
    });

    afterEach(() => bench[Symbol.asyncDispose]());

    describe('INVOKE_CHAINCODE', () => {
        const invoke =
            (name: string, ...args: string[]): ScriptedFunction =>
            async ({ ask }) => {
                const spec = {
                    chaincodeId: { name },
                    input: { args: ['run', ...args].map((arg) => Buffer.from(arg)) },
                };
                const answer = await ask(requests.invokeChaincode, spec);
                return { payload: answer.payload, event: { name: 'outer', payload: '' } };
            };
        const callee: ScriptedFunction = async ({ ask }) => {
            await ask(requests.putState, { key: 'c', value: Buffer.from('v') });
            return { status: 201, message: 'made', event: { name: 'inner', payload: '' } };
        };

        it('on the same channel shares the transaction: writes of both, event of the outer one', async () => {
            bench.install(callee, { name: 'callee' });
            bench.install(invoke('callee'));
            const { readWriteSet, event, payload } = await bench.submit();
            expect(readWriteSet.map(({ namespace }) => namespace)).toEqual(['_lifecycle', 'callee']);
            expect(event).toMatchObject({ chaincode: 'basic', name: 'outer' });
            expect(payload.includes('made')).toBe(true);
            expect((await bench.peer.state({ chaincode: 'callee', key: 'c' }))?.toString()).toBe('v');
        });

        it('on another channel discards the writes of the callee', async () => {
            bench.install(callee, { name: 'callee', channel: 'other' });
            bench.install(invoke('callee/other'));
            const { readWriteSet, commit } = await bench.submit();
            expect(commit?.status).toBe('VALID');
            expect(readWriteSet).toMatchObject([{ namespace: '_lifecycle', writes: [] }]);
            expect(await bench.peer.height({ channel: 'other' })).toBe(1n);
        });

        it.each([
            [
                'nobody',
                'execute failed: invalid invocation: [channel mychannel] failed to get chaincode container info for ' +
                    'nobody: chaincode nobody not found',
            ],
            ['nobody/nowhere', 'Failed to get policy manager for channel [nowhere]'],
        ])('of %s is refused', async (name, text) => {
            expect(await bench.refusal(invoke(name))).toBe(`INVOKE_CHAINCODE failed: transaction ID: TX: ${text}`);
        });

        it.each([
            ['qscc', 'Rejecting invoke of QSCC from another chaincode because of potential for deadlocks'],
            ['cscc/other', 'Rejecting invoke of CSCC from another chaincode'],
        ])(
            "of the peer's own %s is answered with a refusal that names the proposal's chaincode",
            async (name, text) => {
                bench.install(invoke(name, 'mychannel'), { name: 'callee' });
                bench.install(invoke('callee'));
                const { payload, commit } = await bench.submit();
                expect(payload.toString()).toContain(`${text}, original invocation for 'basic'`);
                expect(commit?.status).toBe('VALID');
            },
        );

        it('of itself is refused', async () => {
            expect(await bench.refusal(invoke('basic'))).toBe(
                'INVOKE_CHAINCODE failed: transaction ID: TX: execute failed: error sending: txid: TX(mychannel) exists',
            );
        });

        it('of itself by way of another is refused in the inner one, whose caller gets the text', async () => {
            bench.install(invoke('basic'), { name: 'callee' });
            bench.install(invoke('callee'));
            const { payload, txId } = await bench.submit();
            expect(payload.toString()).toContain(`txid: ${txId}(mychannel) exists`);
        });
    });

    describe('calls of chaincodes that are not as they should be', () => {
        it('one that is not defined', async () => {
            const { status, message } = await bench.peer.evaluate({ chaincode: 'nobody' });
            expect({ status, message }).toEqual({
                status: 500,
                message:
                    'make sure the chaincode nobody has been successfully defined on channel mychannel and try ' +
                    'again: chaincode nobody not found',
            });
        });

        it('init comes first, once for each version, and only where it is required', async () => {
            const chaincode = new ScriptedChaincode('basic:1', { run: () => 'ran' });
            const options = { name: 'basic', packageId: 'basic:1', connect: chaincode.connect };
            const run = (isInit: boolean): Promise<SubmitResult> =>
                bench.peer.submit({ chaincode: 'basic', function: 'run', isInit });
            bench.peer.install(options);
            expect((await run(true)).message).toContain(
                "chaincode 'basic' does not require initialization but called as init",
            );
            bench.peer.install({ ...options, initRequired: true });
            expect((await run(false)).message).toContain(
                "chaincode 'basic' has not been initialized for this version, must call as init first",
            );
            expect((await run(true)).commit?.status).toBe('VALID');
            expect((await run(false)).commit?.status).toBe('VALID');
            expect((await run(true)).message).toContain(
                "invalid invocation: chaincode 'basic' is already initialized but called as init",
            );
            bench.peer.install({ ...options, initRequired: true });
            expect((await run(false)).message).toContain('must call as init first');
        });
    });
});
