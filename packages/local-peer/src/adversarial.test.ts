import { encodeMessage, MessageType, requests, response } from '@heddle/protocol';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { assert, asyncProperty, uint8Array } from 'fast-check';
import { LocalPeer } from './local-peer';
import { RawStream } from './testing/raw-stream';
import { ScriptedChaincode } from './testing/scripted-chaincode';

/** P4: what a chaincode may do to a peer, by mistake or not; its own calls suffer, nothing else does. */
describe('P4: a chaincode that', () => {
    let peer: LocalPeer;
    let streams: RawStream[];

    beforeEach(async () => {
        streams = [];
        peer = await LocalPeer.start();
        const good = new ScriptedChaincode('good:1', {
            async put({ ask }, key = '') {
                await ask(requests.putState, { key, value: Buffer.from('v') });
            },
        });
        peer.install({ name: 'good', packageId: 'good:1', connect: good.connect });
        peer.install({
            name: 'bad',
            packageId: 'bad:1',
            connect: () => {
                const stream = new RawStream();
                streams.push(stream);
                return stream.peerEnd;
            },
        });
        while (streams.length === 0) await new Promise(setImmediate);
    });

    afterEach(async () => {
        await peer.close();
        if (peer.sessionCount > 0) throw new Error(`${peer.sessionCount} sessions are left`);
    });

    function last(): RawStream {
        const stream = streams.at(-1);
        if (stream === undefined) throw new Error('the peer has opened no stream');
        return stream;
    }

    async function expectOthersToWork(): Promise<void> {
        const { commit } = await peer.submit({ chaincode: 'good', function: 'put', args: ['k'] });
        expect(commit?.status).toBe('VALID');
    }

    it('hangs up in mid-transaction fails it, and leaves no block waiting for its simulation', async () => {
        await last().register('bad:1');
        const evaluated = peer.evaluate({ chaincode: 'bad' });
        const message = await last().next();
        const { txId = '', channelId = '' } = message ?? {};
        await last().send({ type: MessageType.GET_STATE_BY_RANGE, txId, channelId });
        await last().close();
        expect((await evaluated).message).toContain('chaincode stream terminated');
        await expectOthersToWork();
    });

    it('sends garbage loses its stream, with any kind of garbage', async () => {
        await assert(
            asyncProperty(uint8Array({ minLength: 1, maxLength: 40 }), async (garbage) => {
                const stream = last();
                // Not a field number: these bytes are not a message.
                await stream.sendFrame(Buffer.concat([Buffer.of(0x00), garbage]));
                expect(await stream.next()).toBeUndefined();
                const count = streams.length;
                while (streams.length === count) {
                    // Fails with the stream that just ended, or opens the next one, which the next garbage ends.
                    void peer.launch({ chaincode: 'bad' }).catch(() => undefined);
                    await new Promise(setImmediate);
                }
            }),
            { numRuns: 20 },
        );
        await expectOthersToWork();
    });

    it('answers transactions that are not its own, or over, is passed over', async () => {
        await last().register('bad:1');
        const evaluated = peer.evaluate({ chaincode: 'bad' });
        const message = await last().next();
        const { txId = '', channelId = '' } = message ?? {};
        const completed = { type: MessageType.COMPLETED, payload: response.encode({ status: 200 }) };
        await last().send({ ...completed, txId: 'other', channelId });
        await last().send({ ...completed, txId, channelId: 'other' });
        await last().send({ ...completed, txId, channelId });
        await last().send({ ...completed, txId, channelId, payload: response.encode({ status: 500 }) });
        expect((await evaluated).status).toBe(200);
        await expectOthersToWork();
    });

    it('completes while its request is unanswered: a write that comes too late is in no set', async () => {
        await last().register('bad:1');
        const endorsed = peer.endorse({ chaincode: 'bad' });
        const message = await last().next();
        const { txId = '', channelId = '' } = message ?? {};
        await last().send({ type: MessageType.COMPLETED, txId, channelId, payload: response.encode({ status: 200 }) });
        const write = requests.putState.query.encode({ key: 'late', value: Buffer.from('v') });
        await last().send({ type: MessageType.PUT_STATE, txId, channelId, payload: write });
        const answer = await last().next();
        expect(answer?.type).toBe(MessageType.ERROR);
        expect((await endorsed).readWriteSet).toMatchObject([{ namespace: '_lifecycle' }]);
    });

    it('answers with bytes that are not a response fails its transaction', async () => {
        await last().register('bad:1');
        const evaluated = peer.evaluate({ chaincode: 'bad' });
        const message = await last().next();
        const { txId = '', channelId = '' } = message ?? {};
        await last().send({ type: MessageType.COMPLETED, txId, channelId, payload: Buffer.of(0x08) });
        expect((await evaluated).message).toContain(`failed to unmarshal response for transaction ${txId}`);
        await expectOthersToWork();
    });

    it('reads slowly keeps all its answers', async () => {
        await last().register('bad:1');
        const calls = 100;
        const evaluated = Array.from({ length: calls }, () => peer.evaluate({ chaincode: 'bad' }));
        const ids: string[] = [];
        for (let index = 0; index < calls; index++) {
            await new Promise(setImmediate);
            const { txId = '', channelId = '' } = (await last().next()) ?? {};
            ids.push(txId);
            await last().send({
                type: MessageType.COMPLETED,
                txId,
                channelId,
                payload: response.encode({ status: 200 }),
            });
        }
        const results = await Promise.all(evaluated);
        expect(results.map(({ txId }) => txId).sort()).toEqual(ids.sort());
    });

    it('asks after the peer has closed gets no answer, and the peer has nothing left', async () => {
        await last().register('bad:1');
        const evaluated = peer.evaluate({ chaincode: 'bad' });
        const message = await last().next();
        await peer.close();
        expect((await evaluated).message).toContain('chaincode stream terminated');
        const { txId = '', channelId = '' } = message ?? {};
        const late = last().sendFrame(encodeMessage({ type: MessageType.GET_STATE, txId, channelId }));
        await expect(late).rejects.toMatchObject({ code: 'STREAM_CLOSED' });
        await expect(peer.evaluate({ chaincode: 'bad' })).rejects.toMatchObject({ code: 'PEER_CLOSED' });
    });
});
