import {
    chaincodeAdditionalParams,
    chaincodeInput,
    type ChaincodeMessage,
    MessageType,
    messageTypeName,
    type PeerCapabilities,
    Proposal,
    requests,
    response,
} from '@heddle/protocol';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LocalPeer } from '../local-peer';
import type { LocalPeerOptions } from '../local-peer-options';
import { FABRIC_2_5, FABRIC_3_1 } from '../peer-capabilities';
import { LogRecorder } from '../testing/log-recorder';
import { RawStream } from '../testing/raw-stream';

const PACKAGE = 'basic:1';
const call = { chaincode: 'basic', function: 'run', args: ['x'] };

describe('a session', () => {
    let peer: LocalPeer;
    let log: LogRecorder;
    let streams: RawStream[];

    beforeEach(() => {
        streams = [];
        log = new LogRecorder();
    });

    afterEach(async () => {
        await peer.close();
        if (peer.sessionCount > 0) throw new Error(`${peer.sessionCount} sessions are left`);
    });

    async function start(options: LocalPeerOptions = {}): Promise<RawStream> {
        peer = await LocalPeer.start({ logger: log, ...options });
        install('basic', PACKAGE);
        return await streamOf(0);
    }

    function install(name: string, packageId: string): void {
        peer.install({
            name,
            packageId,
            connect: () => {
                const stream = new RawStream();
                streams.push(stream);
                return stream.peerEnd;
            },
        });
    }

    /** The stream that the peer opened as its number `index`. */
    async function streamOf(index: number): Promise<RawStream> {
        for (;;) {
            const stream = streams[index];
            if (stream !== undefined) return stream;
            await new Promise(setImmediate);
        }
    }

    async function complete(stream: RawStream, { txId, channelId }: ChaincodeMessage, status = 200): Promise<void> {
        await stream.send({ type: MessageType.COMPLETED, txId, channelId, payload: response.encode({ status }) });
    }

    async function nextTransaction(stream: RawStream): Promise<ChaincodeMessage> {
        const message = await stream.next();
        if (message === undefined) throw new Error('the peer has ended the stream');
        return message;
    }

    describe('when it registers', () => {
        it.each<[string, PeerCapabilities, number]>([
            ['3.1', FABRIC_3_1, 10],
            ['2.5', FABRIC_2_5, 0],
        ])('is sent REGISTERED, then the READY of Fabric %s', async (_, capabilities, length) => {
            const stream = await start({ capabilities });
            await stream.sendRegister(PACKAGE);
            expect((await stream.next())?.type).toBe(MessageType.REGISTERED);
            const ready = await stream.next();
            expect(ready?.type).toBe(MessageType.READY);
            expect(ready?.payload).toHaveLength(length);
            expect(chaincodeAdditionalParams.decode(ready?.payload ?? Buffer.alloc(0))).toEqual(capabilities);
        });

        it('P1: with a wrong id gets no answer, keeps its stream, and the call waits for the startup timeout', async () => {
            const stream = await start({ startupTimeoutMs: 20 });
            await stream.sendRegister('other:2');
            const result = await peer.evaluate(call);
            expect(result.status).toBe(500);
            expect(result.message).toBe(
                `error in simulation: failed to execute transaction ${result.txId}: could not launch chaincode ` +
                    `${PACKAGE}: timeout expired while starting chaincode ${PACKAGE} for transaction`,
            );
            expect(peer.sessionCount).toBe(1);
            expect(log.texts('error')).toEqual([
                'failed to start other:2 -- peer will not accept external chaincode connection other:2 (except in dev mode)',
            ]);
        });

        it('may do so with the right id after a wrong one', async () => {
            const stream = await start();
            await stream.sendRegister('other:2');
            await stream.sendRegister(PACKAGE);
            expect((await stream.next())?.type).toBe(MessageType.REGISTERED);
        });

        it('with an empty id gets no answer', async () => {
            const stream = await start();
            await stream.sendRegister('');
            await stream.sendRegister(PACKAGE);
            expect((await stream.next())?.type).toBe(MessageType.REGISTERED);
            expect(log.texts('error')[0]).toContain('chaincodeID name is empty');
        });

        it('a duplicate is refused in silence; when it ends, the healthy one is deregistered', async () => {
            const healthy = await start();
            await healthy.register(PACKAGE);
            install('other', 'other:2');
            const duplicate = await streamOf(1);
            await duplicate.sendRegister(PACKAGE);
            const evaluated = peer.evaluate(call);
            await complete(healthy, await nextTransaction(healthy));
            expect((await evaluated).status).toBe(200);
            expect(log.texts('error')).toEqual([`failed to start ${PACKAGE} -- duplicate chaincodeID: ${PACKAGE}`]);

            await duplicate.close();
            const again = peer.evaluate(call);
            const third = await streamOf(2);
            await third.register(PACKAGE);
            await complete(third, await nextTransaction(third));
            expect((await again).status).toBe(200);
        });

        it('and ends its stream before, the call fails at once', async () => {
            const stream = await start();
            const launched = peer.launch({ chaincode: 'basic' });
            await stream.close();
            await expect(launched).rejects.toMatchObject({
                code: 'LAUNCH_FAILED',
                message: `could not launch chaincode ${PACKAGE}: chaincode registration failed: connection to ${PACKAGE} terminated`,
            });
        });

        it.each([MessageType.COMPLETED, MessageType.GET_STATE, MessageType.READY, 99])(
            'P1: but sends type %d first, its stream is ended',
            async (type) => {
                const stream = await start();
                await stream.send({ type, txId: 'tx' });
                expect(await stream.next()).toBeUndefined();
                expect(log.texts('error')).toEqual([
                    `error handling message, ending stream: [tx] Fabric side handler cannot handle message (${messageTypeName(type)}) while in created state`,
                ]);
            },
        );
    });

    describe('when it is ready', () => {
        it('is given a transaction with arguments and signed proposal', async () => {
            const stream = await start();
            await stream.register(PACKAGE);
            const evaluated = peer.evaluate({ ...call, transient: { secret: 'value' } });
            const message = await nextTransaction(stream);
            expect(message.type).toBe(MessageType.TRANSACTION);
            expect(chaincodeInput.decode(message.payload).args.map(String)).toEqual(['run', 'x']);
            const proposal = new Proposal(message.proposal);
            expect(proposal.channelHeader).toMatchObject({ type: 3, channelId: 'mychannel', txId: message.txId });
            expect(proposal.transient.get('secret')?.toString()).toBe('value');
            expect(proposal.identity.mspId).toBe('Org1MSP');
            await complete(stream, message);
            expect((await evaluated).txId).toBe(message.txId);
        });

        it('KEEPALIVE comes as often as asked for, and is ignored from the chaincode in every state', async () => {
            const stream = await start({ keepaliveMs: 1 });
            await stream.send({ type: MessageType.KEEPALIVE });
            await stream.sendRegister(PACKAGE);
            const types: number[] = [];
            while (types.filter((type) => type === MessageType.KEEPALIVE).length < 3)
                types.push((await nextTransaction(stream)).type);
            await stream.send({ type: MessageType.KEEPALIVE });
            expect(types).toContain(MessageType.READY);
            expect(log.texts('error')).toEqual([]);
        });

        it('P2: a second request of a transaction is dropped and logged while the first one is unanswered', async () => {
            let answerFirst: (() => void) | undefined;
            const held = new Promise<undefined>((resolve) => {
                answerFirst = () => {
                    resolve(undefined);
                };
            });
            const stream = await start({ faults: { answer: () => held } });
            await stream.register(PACKAGE);
            const evaluated = peer.evaluate(call);
            const { txId, channelId, ...rest } = await nextTransaction(stream);
            const request = { type: MessageType.GET_STATE, txId, channelId };
            await stream.send({ ...request, payload: requests.getState.query.encode({ key: 'a' }) });
            await stream.send({ ...request, payload: requests.getState.query.encode({ key: 'b' }) });
            while (log.texts('error').length === 0) await new Promise(setImmediate);
            answerFirst?.();
            expect((await stream.next())?.type).toBe(MessageType.RESPONSE);
            await complete(stream, { txId, channelId, ...rest });
            const { readWriteSet } = await evaluated;
            expect(readWriteSet.at(-1)?.reads.map(({ key }) => key)).toEqual(['a']);
            expect(log.texts('error')[0]).toContain('Another request pending');
        });

        it.each([
            [MessageType.GET_STATE, 'GET_STATE failed: transaction ID: %s: no ledger context'],
            [MessageType.PUT_STATE, 'PUT_STATE failed: transaction ID: %s: no ledger context'],
            [
                MessageType.INVOKE_CHAINCODE,
                'INVOKE_CHAINCODE failed: transaction ID: %s: could not get valid transaction',
            ],
        ])('a request (type %d) after COMPLETED is an error', async (type, text) => {
            const stream = await start();
            await stream.register(PACKAGE);
            const evaluated = peer.evaluate(call);
            const message = await nextTransaction(stream);
            await complete(stream, message);
            await evaluated;
            const { txId, channelId } = message;
            await stream.send({ type, txId, channelId });
            const answer = await nextTransaction(stream);
            expect(answer).toMatchObject({ type: MessageType.ERROR, txId, channelId });
            expect(answer.payload.toString()).toBe(text.replace('%s', txId));
        });

        it('a request that cannot be decoded is an error', async () => {
            const stream = await start();
            await stream.register(PACKAGE);
            const evaluated = peer.evaluate(call);
            const message = await nextTransaction(stream);
            const { txId, channelId } = message;
            await stream.send({ type: MessageType.GET_STATE, txId, channelId, payload: Buffer.of(0x0a, 0x7f) });
            const answer = await nextTransaction(stream);
            expect(answer.payload.toString()).toContain(
                `GET_STATE failed: transaction ID: ${txId}: unmarshal failed: `,
            );
            await complete(stream, message);
            expect((await evaluated).status).toBe(200);
        });

        it("ERROR fails the transaction in the peer's words", async () => {
            const stream = await start();
            await stream.register(PACKAGE);
            const evaluated = peer.evaluate(call);
            const { txId, channelId } = await nextTransaction(stream);
            await stream.send({ type: MessageType.ERROR, txId, channelId, payload: Buffer.from('broken') });
            expect(await evaluated).toMatchObject({
                status: 500,
                message: 'error in simulation: transaction returned with failure: broken',
                payload: Buffer.alloc(0),
            });
        });

        it('a transaction that takes too long fails; what it sends later is passed over', async () => {
            const stream = await start({ executeTimeoutMs: 100 });
            await stream.register(PACKAGE);
            const evaluated = peer.evaluate(call);
            const message = await nextTransaction(stream);
            const { txId } = message;
            expect((await evaluated).message).toBe(
                `error in simulation: failed to execute transaction ${txId}: error sending: ` +
                    'timeout expired while executing transaction',
            );
            await complete(stream, message);
            const again = peer.evaluate(call);
            const next = await nextTransaction(stream);
            await complete(stream, next);
            expect((await again).status).toBe(200);
        });

        it.each([MessageType.REGISTER, MessageType.READY, MessageType.RESPONSE, 12, 99])(
            'P3: type %d ends the stream and fails what runs; the next call redials',
            async (type) => {
                const stream = await start();
                await stream.register(PACKAGE);
                const evaluated = Promise.all([peer.evaluate(call), peer.evaluate(call)]);
                await nextTransaction(stream);
                await nextTransaction(stream);
                await stream.send({ type });
                for (const { status, message, txId } of await evaluated) {
                    expect(status).toBe(500);
                    expect(message).toBe(
                        `error in simulation: failed to execute transaction ${txId}: error sending: chaincode stream terminated`,
                    );
                }
                const again = peer.evaluate(call);
                const second = await streamOf(1);
                await second.register(PACKAGE);
                await complete(second, await nextTransaction(second));
                expect((await again).status).toBe(200);
            },
        );

        it.each([MessageType.GET_STATE_MULTIPLE, MessageType.WRITE_BATCH_STATE])(
            'P1: a batch (type %d) ends the stream of a peer before 3.1, and is answered by one that only asks chaincodes to send no batches',
            async (type) => {
                const stream = await start({ capabilities: FABRIC_2_5 });
                await stream.register(PACKAGE);
                const evaluated = peer.evaluate(call);
                const { txId, channelId } = await nextTransaction(stream);
                await stream.send({ type, txId, channelId });
                expect((await evaluated).message).toContain('chaincode stream terminated');
                await peer.close();

                const opened = streams.length;
                await start({ capabilities: { ...FABRIC_3_1, useWriteBatch: false, useGetMultipleKeys: false } });
                const newer = await streamOf(opened);
                await newer.register(PACKAGE);
                const asked = peer.evaluate(call);
                const message = await nextTransaction(newer);
                await newer.send({ type, txId: message.txId, channelId: message.channelId });
                expect((await nextTransaction(newer)).type).toBe(MessageType.RESPONSE);
                await complete(newer, message);
                expect((await asked).status).toBe(200);
            },
        );
    });
});
