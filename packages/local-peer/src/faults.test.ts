import { encodeMessage, MessageType, requests } from '@heddle/protocol';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { AnswerFault } from './faults';
import { RuleBench } from './testing/rule-bench';

describe('a fault instead of an answer', () => {
    let bench: RuleBench;

    afterEach(() => bench[Symbol.asyncDispose]());

    /** Reads two keys by one multiple read, to which the fault is the answer. */
    async function start(fault: AnswerFault, executeTimeoutMs = 30_000): Promise<void> {
        bench = await RuleBench.start({
            executeTimeoutMs,
            faults: { answer: ({ type }) => (type === MessageType.GET_STATE_MULTIPLE ? fault : undefined) },
        });
        bench.install(async ({ ask }) => {
            const { values } = await ask(requests.getStateMultiple, { keys: ['a', 'b'] });
            return String(values.length);
        });
    }

    it('is not injected if none is asked for', async () => {
        bench = await RuleBench.start({ faults: { answer: () => undefined } });
        bench.install(async ({ ask }) => String(await ask(requests.getState, { key: 'a' })));
        expect((await bench.submit()).status).toBe(200);
    });

    it('may be a payload: a multiple read without values', async () => {
        await start({ payload: Buffer.alloc(0) });
        expect((await bench.submit()).payload.toString()).toBe('0');
    });

    it('may be an error', async () => {
        await start({ error: 'no luck' });
        const { message, txId } = await bench.submit();
        expect(message).toBe(`GET_STATE_MULTIPLE failed: transaction ID: ${txId}: no luck`);
    });

    it('may be silence', async () => {
        await start('silence', 10);
        expect((await bench.submit()).message).toContain('timeout expired while executing transaction');
    });

    it('may be the end of the stream', async () => {
        await start('hang-up');
        expect((await bench.submit()).message).toContain('chaincode stream terminated');
        await bench.peer.launch({ chaincode: 'basic' });
        expect(bench.peer.sessionCount).toBe(1);
    });

    it('may be frames of any kind', async () => {
        const values = requests.getStateMultiple.reply.encode({ values: [Buffer.from('1')] });
        bench = await RuleBench.start({
            faults: {
                answer: ({ txId, channelId }) => ({
                    frames: [
                        encodeMessage({ type: 99 }),
                        encodeMessage({ type: MessageType.RESPONSE, txId, channelId, payload: values }),
                    ],
                }),
            },
        });
        bench.install(async ({ ask }) => String((await ask(requests.getStateMultiple, { keys: [] })).values));
        expect((await bench.submit()).payload.toString()).toBe('1');
    });
});
