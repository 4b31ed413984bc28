import type { StatusObject } from '@grpc/grpc-js';
import { requests } from '@heddle/protocol';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SubmitResult } from './endorse/transaction-request';
import { chaincodeEventsRequest, commitStatusRequest } from './gateway/gateway-messages';
import { LocalPeer } from './local-peer';
import { DeliverCaller, seekEnvelope } from './testing/deliver-caller';
import { GatewayCaller, sign } from './testing/gateway-caller';
import { ScriptedChaincode } from './testing/scripted-chaincode';

const UNDONE = 'the ledger went back to its first 2 blocks: the blocks from 2 on are undone; begin again';

describe('a ledger that goes back while others look at it', () => {
    let peer: LocalPeer;
    let address: string;
    let proceed: () => void;
    let begun: Promise<void>;

    beforeEach(async () => {
        peer = await LocalPeer.start();
        const waiting = new Promise<void>((resolve) => (proceed = resolve));
        let begin = (): void => undefined;
        begun = new Promise((resolve) => (begin = resolve));
        const { packageId, connect } = new ScriptedChaincode('basic:1', {
            async put({ ask }, key = '') {
                await ask(requests.putState, { key, value: Buffer.from('v') });
                return { event: { name: 'Put', payload: key } };
            },
            async slowly({ ask }, key = '') {
                begin();
                await waiting;
                await ask(requests.putState, { key, value: Buffer.from('v') });
            },
        });
        peer.install({ name: 'basic', packageId, connect });
        ({ address } = await peer.listen());
    });

    afterEach(() => peer.close());

    function submit(name: string, key: string): Promise<SubmitResult> {
        return peer.submit({ chaincode: 'basic', function: name, args: [key] });
    }

    it.each(['Deliver', 'DeliverFiltered', 'DeliverWithPrivateData'])('%s ends, and says why', async (method) => {
        await submit('put', 'a');
        const mark = await peer.mark();
        await submit('put', 'b');
        using caller = new DeliverCaller(address, method);
        caller.stream.write(seekEnvelope(peer.client, { start: 0 }));
        await caller.receive(3);
        await peer.revert(mark);
        expect(await caller.ended).toBe(`ABORTED: ${UNDONE}`);
        expect(caller.responses).toHaveLength(3);
    });

    it('a stream of events ends, and says why', async () => {
        await submit('put', 'a');
        const mark = await peer.mark();
        await submit('put', 'b');
        using caller = new GatewayCaller(address);
        const request = chaincodeEventsRequest.encode({
            channelId: 'mychannel',
            chaincodeId: 'basic',
            identity: peer.client.creator,
            startPosition: { specified: { number: 2n } },
        });
        const stream = caller.stream('ChaincodeEvents', sign(peer.client, request));
        const ended = new Promise<StatusObject>((resolve) => stream.once('status', resolve));
        await new Promise((resolve) => stream.once('data', resolve));
        await peer.revert(mark);
        expect((await ended).details).toBe(UNDONE);
    });

    it('a client that waits for the commit of a transaction is told', async () => {
        await submit('put', 'a');
        const mark = await peer.mark();
        await submit('put', 'b');
        using caller = new GatewayCaller(address);
        const request = commitStatusRequest.encode({
            channelId: 'mychannel',
            transactionId: 'f'.repeat(64),
            identity: peer.client.creator,
        });
        const answer = caller.call('CommitStatus', sign(peer.client, request));
        // It is waiting once a call that came behind it is answered.
        await caller.call('CommitStatus', Buffer.alloc(0));
        await peer.revert(mark);
        expect(await answer).toMatchObject({ code: 'ABORTED', message: UNDONE });
    });

    it('a subscription ends with an error, and one that begins anew goes on', async () => {
        await submit('put', 'a');
        const mark = await peer.mark();
        await submit('put', 'b');
        const blocks = await peer.blocks({ startBlock: 0n });
        const seen: bigint[] = [];
        await expect(
            (async () => {
                for await (const { number } of blocks) {
                    seen.push(number);
                    if (number === 2n) await peer.revert(mark);
                }
            })(),
        ).rejects.toMatchObject({ code: 'LEDGER_REVERTED', message: UNDONE });
        expect(seen).toEqual([0n, 1n, 2n]);
        await submit('put', 'c');
        await using again = await peer.blocks({ startBlock: 2n });
        for await (const { number } of again) {
            expect(number).toBe(2n);
            break;
        }
    });

    it('streams go on where nothing is undone', async () => {
        const mark = await peer.mark();
        await using blocks = await peer.blocks();
        const first = blocks[Symbol.asyncIterator]().next();
        await peer.revert(mark);
        await submit('put', 'a');
        expect(await first).toMatchObject({ value: { number: 1n } });
    });

    it('a transaction that runs is waited for, and is judged by the ledger that it meets', async () => {
        const mark = await peer.mark();
        const submitted = submit('slowly', 'a');
        await begun;
        let isBack = false;
        const reverted = peer.revert(mark).then(() => (isBack = true));
        await peer.height();
        expect(isBack).toBe(false);
        proceed();
        await reverted;
        expect((await submitted).commit).toMatchObject({ status: 'VALID', blockNumber: 1n });
        expect(await peer.height()).toBe(2n);
    });

    it('what is undone may come once more, and is no duplicate; what is committed is one', async () => {
        const mark = await peer.mark();
        const endorsed = await peer.endorse({ chaincode: 'basic', function: 'put', args: ['a'] });
        expect(await peer.commit(endorsed)).toMatchObject([{ status: 'VALID' }]);
        expect(await peer.commit(endorsed)).toMatchObject([{ status: 'DUPLICATE_TXID' }]);
        await peer.revert(mark);
        expect(await peer.commit(endorsed)).toMatchObject([{ status: 'VALID' }]);
    });

    it('a chaincode that was defined since is not there any more, and an older definition is', async () => {
        const endorsementPolicy = "OR('Org1MSP.member')";
        const { packageId, connect } = new ScriptedChaincode('other:1', { run: () => 'ran' });
        const mark = await peer.mark();
        peer.install({ name: 'other', packageId, connect });
        expect((await peer.evaluate({ chaincode: 'other', function: 'run' })).payload.toString()).toBe('ran');
        await peer.revert(mark);
        const { message } = await peer.evaluate({ chaincode: 'other', function: 'run' });
        expect(message).toMatch('chaincode other not found');
        expect(peer.install({ name: 'other', packageId, connect }).sequence).toBe(1);
        const defined = await peer.mark();
        expect(peer.install({ name: 'other', packageId, connect, endorsementPolicy }).sequence).toBe(2);
        await peer.revert(defined);
        expect(peer.install({ name: 'other', packageId, connect, endorsementPolicy }).sequence).toBe(2);
    });

    it('says which marks have names, and refuses others', async () => {
        await expect(peer.revert('one')).rejects.toThrow("there is no mark 'one': none has a name");
        await peer.mark({ name: 'one' });
        await expect(peer.revert('two')).rejects.toThrow("there is no mark 'two': there are one");
        await peer.forget('one');
        expect(peer.marks).toEqual([]);
        await peer.close();
        await expect(peer.mark()).rejects.toMatchObject({ code: 'PEER_CLOSED' });
    });
});
