import { chaincodeAdditionalParams, encodeMessage, MessageType, response } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { ScriptedPeer } from '../testing/scripted-peer';
import { ScriptedServer } from '../testing/scripted-server';
import { soon } from '../testing/soon';
import { RoutedPair, startRouter } from '../testing/started-router';

const { COMPLETED, ERROR, GET_STATE, INIT, KEEPALIVE, READY, REGISTER, RESPONSE, TRANSACTION } = MessageType;

/** A server's answer to a transaction, with its own name in it. */
function complete(stream: ScriptedPeer, txId: string, text = 'done'): Promise<void> {
    const payload = response.encode({ status: 200, payload: Buffer.from(text) });
    return stream.send({ type: COMPLETED, channelId: 'ch', txId, payload });
}

/** Sends a transaction, and finds which server has it. */
async function given(pair: RoutedPair, txId: string): Promise<0 | 1> {
    const had = pair.streams.map(({ unread }) => unread.length);
    await pair.peer.invoke({ txId });
    await soon(() => pair.streams.some(({ unread }, index) => unread.length > (had[index] ?? 0)));
    const at = pair.streams[0].unread.length > (had[0] ?? 0) ? 0 : 1;
    await pair.streams[at].next({ type: TRANSACTION, txId });
    return at;
}

describe('a routed stream', () => {
    it('sends on what peer and server say to each other, as it came', async () => {
        await using server = await ScriptedServer.listen();
        await using started = await startRouter([server.address]);
        await using peer = ScriptedPeer.dial(started.address);
        const [stream] = await Promise.all([server.register('cc:1'), peer.register({ useWriteBatch: true })]);
        const { payload: capabilities } = await stream.next({ type: READY });
        expect(chaincodeAdditionalParams.decode(capabilities)).toMatchObject({ useWriteBatch: true });
        await peer.invoke({ args: ['read'], isInit: true, proposal: Buffer.from('proposal') });
        const asked = await stream.next({ type: INIT });
        expect(asked).toMatchObject({ txId: 'tx1', channelId: 'ch', proposal: Buffer.from('proposal') });
        // With a field of its own that this version does not know.
        const request = encodeMessage({ type: GET_STATE, txId: 'tx1', channelId: 'ch', payload: Buffer.from('k') });
        await stream.sendBytes(Buffer.concat([request, Buffer.of(0x98, 0x06, 7)]));
        await peer.answer(await peer.next({ type: GET_STATE }), Buffer.from('value'));
        expect((await stream.next({ type: RESPONSE })).payload.toString()).toBe('value');
        await complete(stream, 'tx1', 'value');
        expect(response.decode((await peer.next({ type: COMPLETED })).payload).payload.toString()).toBe('value');
        expect(started.router.transactionsInFlight).toBe(0);
    });

    it('gives to who has the least, and in turn where that is equal', async () => {
        await using pair = await RoutedPair.start();
        const turns: number[] = [];
        for (let index = 0; index < 4; index++) {
            turns.push(await given(pair, `alone${index}`));
            await complete(pair.streams[turns[index] as 0 | 1], `alone${index}`);
            await pair.peer.next({ type: COMPLETED });
        }
        expect(turns.slice(0, 2).sort()).toEqual([0, 1]);
        expect(turns.slice(2)).toEqual(turns.slice(0, 2));
        const busy = await given(pair, 'long');
        for (let index = 0; index < 3; index++) {
            expect(await given(pair, `short${index}`)).toBe(1 - busy);
            await complete(pair.streams[(1 - busy) as 0 | 1], `short${index}`);
            await pair.peer.next({ type: COMPLETED });
        }
    });

    it('answers KEEPALIVE itself, and drops that of servers', async () => {
        await using pair = await RoutedPair.start();
        for (const stream of pair.streams) await stream.send({ type: KEEPALIVE });
        await pair.peer.send({ type: KEEPALIVE });
        await pair.peer.next({ type: KEEPALIVE });
        const at = await given(pair, 'tx1');
        await complete(pair.streams[at], 'tx1');
        await pair.peer.next({ type: COMPLETED });
        expect([pair.peer, ...pair.streams].flatMap(({ unread }) => unread)).toEqual([]);
    });

    it('begins anew, unseen, what a lost server had asked nothing for, and fails the rest', async () => {
        await using pair = await RoutedPair.start();
        const first = await given(pair, 'silent');
        expect(await given(pair, 'other')).toBe(1 - first);
        expect(await given(pair, 'asking')).toBe(first);
        const [lost, left] = [pair.streams[first], pair.streams[(1 - first) as 0 | 1]];
        await lost.send({ type: GET_STATE, txId: 'asking', channelId: 'ch', payload: Buffer.from('k') });
        await pair.peer.next({ type: GET_STATE });
        await pair.servers[first].kill();
        const { payload } = await pair.peer.next({ type: ERROR, txId: 'asking' });
        expect(payload.toString()).toBe(
            `SERVER_LOST: the server at ${pair.servers[first].address} was lost while it ran transaction asking`,
        );
        await left.next({ type: TRANSACTION, txId: 'silent' });
        for (const txId of ['silent', 'other']) {
            await complete(left, txId);
            await pair.peer.next({ type: COMPLETED, txId });
        }
        expect(pair.peer.unread).toEqual([]);
        expect(pair.started.router.transactionsInFlight).toBe(0);
    });

    it('does not let one transaction end all servers', async () => {
        await using pair = await RoutedPair.start();
        const first = await given(pair, 'poison');
        const second = (1 - first) as 0 | 1;
        await pair.servers[first].kill();
        await pair.streams[second].next({ type: TRANSACTION, txId: 'poison' });
        await pair.servers[second].kill();
        expect((await pair.peer.next({ type: ERROR })).payload.toString()).toContain('SERVER_LOST');
    });

    it('begins anew once what a server refuses, and forwards the second refusal', async () => {
        await using pair = await RoutedPair.start();
        const first = await given(pair, 'tx1');
        const second = (1 - first) as 0 | 1;
        await pair.streams[first].refuse(message('tx1'), 'is shutting down');
        await pair.streams[second].next({ type: TRANSACTION, txId: 'tx1' });
        // The one that refused is given nothing for a while.
        expect(await given(pair, 'tx2')).toBe(second);
        await pair.streams[second].refuse(message('tx1'), 'no such thing');
        expect((await pair.peer.next({ type: ERROR })).payload.toString()).toBe('no such thing');
        // Both said it: it was for the transaction.
        expect(await given(pair, 'tx3')).toBe(first);
    });

    it('forwards the refusal of what was asked for, and of a lone server', async () => {
        await using pair = await RoutedPair.start();
        const first = await given(pair, 'tx1');
        await pair.streams[first].send({ type: GET_STATE, txId: 'tx1', channelId: 'ch' });
        await pair.peer.next({ type: GET_STATE });
        await pair.streams[first].refuse(message('tx1'), 'in the middle');
        expect((await pair.peer.next({ type: ERROR })).payload.toString()).toBe('in the middle');
        await pair.servers[first].kill();
        const alone = pair.streams[(1 - first) as 0 | 1];
        await soon(() => pair.started.router.routes[0]?.servers.some(({ isUp }) => !isUp) === true);
        await pair.peer.invoke({ txId: 'tx2' });
        await alone.next({ type: TRANSACTION, txId: 'tx2' });
        await alone.refuse(message('tx2'), 'no');
        expect((await pair.peer.next({ type: ERROR })).payload.toString()).toBe('no');
    });

    it('answers with TIMEOUT what a server does not, drops what comes later, and counts right', async () => {
        await using pair = await RoutedPair.start({ transactionTimeoutMs: 1 });
        const at = await given(pair, 'tx1');
        expect((await pair.peer.next({ type: ERROR })).payload.toString()).toBe(
            `TIMEOUT: no result from ${pair.servers[at].address} after 1 ms`,
        );
        const stream = pair.streams[at];
        await stream.send({ type: GET_STATE, txId: 'tx1', channelId: 'ch' });
        expect((await stream.next({ type: ERROR, txId: 'tx1' })).payload.toString()).toContain(
            'not under way any more',
        );
        await complete(stream, 'tx1');
        await stream.send({ type: KEEPALIVE });
        await pair.peer.send({ type: KEEPALIVE });
        await pair.peer.next({ type: KEEPALIVE });
        expect(pair.peer.unread).toEqual([]);
        expect(pair.started.router.routes[0]?.servers.map(({ transactionsInFlight }) => transactionsInFlight)).toEqual([
            0, 0,
        ]);
    });

    it('gives what the peer asks for again to the same server, and counts it once', async () => {
        await using pair = await RoutedPair.start();
        const at = await given(pair, 'tx1');
        await pair.peer.invoke({ txId: 'tx1' });
        await pair.streams[at].next({ type: TRANSACTION, txId: 'tx1' });
        expect(pair.started.router.transactionsInFlight).toBe(1);
        await complete(pair.streams[at], 'tx1', 'second');
        await pair.peer.next({ type: COMPLETED });
        expect(pair.started.router.routes[0]?.servers.map(({ transactionsInFlight }) => transactionsInFlight)).toEqual([
            0, 0,
        ]);
    });

    it('drops what another server says about a transaction', async () => {
        await using pair = await RoutedPair.start();
        const at = await given(pair, 'tx1');
        const other = pair.streams[(1 - at) as 0 | 1];
        await complete(other, 'tx1', 'wrong');
        await complete(other, 'unknown', 'wrong');
        await complete(pair.streams[at], 'tx1', 'right');
        const { payload } = await pair.peer.next({ type: COMPLETED });
        expect(response.decode(payload).payload.toString()).toBe('right');
        expect(pair.peer.unread).toEqual([]);
    });

    it('keeps what two channels have under one id apart', async () => {
        await using pair = await RoutedPair.start();
        await pair.peer.invoke({ channelId: 'a', txId: 'tx1' });
        await pair.peer.invoke({ channelId: 'b', txId: 'tx1' });
        for (const stream of pair.streams) {
            const { channelId } = await stream.next({ type: TRANSACTION });
            const payload = response.encode({ status: 200, payload: Buffer.from(channelId) });
            await stream.send({ type: COMPLETED, channelId, txId: 'tx1', payload });
        }
        for (const channelId of ['a', 'b']) {
            const { payload } = await pair.peer.next({ type: COMPLETED, channelId });
            expect(response.decode(payload).payload.toString()).toBe(channelId);
        }
    });

    it('gives two peers with the same transaction a stream each', async () => {
        await using pair = await RoutedPair.start();
        await using other = ScriptedPeer.dial(pair.started.address);
        const [first, second] = await Promise.all([
            pair.servers[0].greeted(),
            pair.servers[1].greeted(),
            other.register(),
        ]);
        await pair.peer.invoke();
        await other.invoke();
        await soon(() => [...pair.streams, first, second].flatMap(({ unread }) => unread).length === 2);
        for (const stream of [...pair.streams, first, second]) {
            if (stream.unread.length === 0) continue;
            const isOfOther = stream === first || stream === second;
            await complete(stream, 'tx1', isOfOther ? 'other' : 'one');
        }
        for (const [peer, text] of [[pair.peer, 'one'] as const, [other, 'other'] as const]) {
            const { payload } = await peer.next({ type: COMPLETED });
            expect(response.decode(payload).payload.toString()).toBe(text);
        }
        // One peer's end leaves the other's streams alone.
        await other.close();
        await Promise.all([first.ended, second.ended]);
        const at = await given(pair, 'after');
        await complete(pair.streams[at], 'after');
        await pair.peer.next({ type: COMPLETED, txId: 'after' });
    });

    it('forgets what a peer that went away had asked for', async () => {
        await using pair = await RoutedPair.start();
        await given(pair, 'tx1');
        await given(pair, 'tx2');
        await pair.peer.close();
        await Promise.all(pair.streams.map(({ ended }) => ended));
        const [route] = pair.started.router.routes;
        expect(route?.servers.map(({ transactionsInFlight }) => transactionsInFlight)).toEqual([0, 0]);
        await soon(() => pair.started.router.sessionCount === 0);
    });

    it('takes no server of another chaincode', async () => {
        await using right = await ScriptedServer.listen();
        await using wrong = await ScriptedServer.listen();
        await using started = await startRouter([right.address, wrong.address], { route: { packageId: 'cc:1' } });
        await using peer = ScriptedPeer.dial(started.address);
        const refused = await wrong.register('other:1');
        const [stream] = await Promise.all([right.greeted(), peer.register()]);
        const { message: text } = await started.log.line('registers as');
        expect(text).toContain(
            `the server at ${wrong.address} cannot be used: it registers as "other:1" and not as cc:1`,
        );
        await refused.ended;
        for (const txId of ['tx1', 'tx2', 'tx3']) {
            await peer.invoke({ txId });
            await stream.next({ type: TRANSACTION, txId });
        }
    });

    it('compares each registration with the first where no id is given', async () => {
        await using first = await ScriptedServer.listen();
        await using second = await ScriptedServer.listen();
        await using started = await startRouter([first.address, second.address]);
        await using peer = ScriptedPeer.dial(started.address);
        await Promise.all([first.greeted('cc:1'), peer.register()]);
        const refused = await second.register('cc:2');
        await refused.ended;
        expect((await started.log.line('registers as')).message).toContain('"cc:2" and not as cc:1');
        expect(peer.unread.filter(({ type }) => type === REGISTER)).toEqual([]);
    });

    it('greets servers that come later, and gives them their share', async () => {
        await using first = await ScriptedServer.listen();
        const gone = await ScriptedServer.listen();
        await gone.kill();
        await using started = await startRouter([first.address, gone.address]);
        await using peer = ScriptedPeer.dial(started.address);
        const [stream] = await Promise.all([first.greeted(), peer.register({ useWriteBatch: true })]);
        await peer.invoke({ txId: 'tx1' });
        await stream.next({ type: TRANSACTION });
        await using late = await ScriptedServer.listen(gone.port);
        const joined = await late.register();
        expect(chaincodeAdditionalParams.decode((await joined.next({ type: READY })).payload)).toMatchObject({
            useWriteBatch: true,
        });
        await peer.invoke({ txId: 'tx2' });
        await joined.next({ type: TRANSACTION, txId: 'tx2' });
    });

    it('lets a peer wait for the first server, and ends its stream with a reason where none comes', async () => {
        const gone = await ScriptedServer.listen();
        await gone.kill();
        await using started = await startRouter([gone.address], { serverWaitMs: 300 });
        await using hopeless = ScriptedPeer.dial(started.address);
        expect((await hopeless.ended)?.message).toContain('NO_SERVER: no server has registered within 300 ms');
        await using patient = await startRouter([gone.address]);
        await using peer = ScriptedPeer.dial(patient.address);
        await using late = await ScriptedServer.listen(gone.port);
        const [, registeredAs] = await Promise.all([late.greeted(), peer.register()]);
        expect(registeredAs).toBe('cc:1');
    });

    it('answers transactions with NO_SERVER where no server comes in time', async () => {
        await using server = await ScriptedServer.listen();
        await using started = await startRouter([server.address], { serverWaitMs: 1_000 });
        await using peer = ScriptedPeer.dial(started.address);
        await Promise.all([server.greeted(), peer.register()]);
        await server.kill();
        await soon(() => !started.router.hasServers);
        const { payload } = await peer.result({ txId: 'tx1' });
        expect(payload.toString()).toBe('NO_SERVER: there was no server within 1000 ms');
    });

    it('lets transactions wait for a server that comes back', async () => {
        await using server = await ScriptedServer.listen();
        await using started = await startRouter([server.address]);
        await using peer = ScriptedPeer.dial(started.address);
        await Promise.all([server.greeted(), peer.register()]);
        await server.kill();
        await soon(() => !started.router.hasServers);
        await peer.invoke({ txId: 'tx1' });
        await soon(() => started.router.transactionsInFlight === 1);
        await using back = await ScriptedServer.listen(server.port);
        const stream = await back.greeted();
        await stream.next({ type: TRANSACTION, txId: 'tx1' });
        await complete(stream, 'tx1', 'at last');
        const { payload } = await peer.next({ type: COMPLETED, txId: 'tx1' });
        expect(response.decode(payload).payload.toString()).toBe('at last');
    });

    it('answers at once those for whom there is no room to wait', async () => {
        await using server = await ScriptedServer.listen();
        await using started = await startRouter([server.address]);
        await using peer = ScriptedPeer.dial(started.address);
        await Promise.all([server.greeted(), peer.register()]);
        await server.kill();
        await soon(() => !started.router.hasServers);
        for (let index = 0; index < 2_501; index++) void peer.invoke({ txId: `tx${index}` });
        const { txId, payload } = await peer.next({ type: ERROR });
        expect([txId, payload.toString()]).toEqual([
            'tx2500',
            'NO_SERVER: there is no server, and 2500 transactions wait for one already',
        ]);
    });

    it('ends a stream on which the peer does not accept the registration', async () => {
        await using server = await ScriptedServer.listen();
        await using started = await startRouter([server.address], { registrationTimeoutMs: 500 });
        await using peer = ScriptedPeer.dial(started.address);
        await server.register('wrong:1');
        await peer.next({ type: REGISTER });
        expect((await peer.ended)?.message).toContain('did not accept package id wrong:1 within 500 ms');
    });

    it('gives nothing to a server that says GOAWAY, lets it finish, and leaves it', async () => {
        await using pair = await RoutedPair.start();
        const first = await given(pair, 'tx1');
        pair.servers[first].drain();
        await soon(() => pair.started.router.routes[0]?.servers.at(first)?.isUp === false);
        const other = (1 - first) as 0 | 1;
        for (const txId of ['tx2', 'tx3', 'tx4']) expect(await given(pair, txId)).toBe(other);
        await complete(pair.streams[first], 'tx1');
        await pair.peer.next({ type: COMPLETED, txId: 'tx1' });
        expect(await pair.streams[first].ended).toBeUndefined();
    });

    it('gives nothing to a server that says NOT_SERVING, until it serves again', async () => {
        await using pair = await RoutedPair.start();
        pair.servers[0].health.become(false);
        await soon(() => pair.started.router.routes[0]?.servers[0]?.isUp === false);
        for (const txId of ['tx1', 'tx2', 'tx3']) expect(await given(pair, txId)).toBe(1);
        pair.servers[0].health.become(true);
        await soon(() => pair.started.router.routes[0]?.servers[0]?.isUp === true);
        expect(await given(pair, 'tx4')).toBe(0);
    });

    it('survives what cannot be decoded, from both sides', async () => {
        await using pair = await RoutedPair.start();
        await pair.peer.sendBytes(Buffer.of(0xff, 0xff));
        await pair.started.log.line('cannot be decoded');
        await pair.streams[0].sendBytes(Buffer.of(0xff, 0xff));
        await pair.streams[0].ended;
        // That stream alone is given up, and opened again.
        const again = await pair.servers[0].greeted();
        await pair.peer.invoke({ txId: 'tx1' });
        await pair.peer.invoke({ txId: 'tx2' });
        const taken = [await again.next({ type: TRANSACTION }), await pair.streams[1].next({ type: TRANSACTION })];
        expect(taken.map(({ txId }) => txId).sort()).toEqual(['tx1', 'tx2']);
    });
});

function message(txId: string): Parameters<ScriptedPeer['refuse']>[0] {
    const nothing = Buffer.alloc(0);
    return {
        type: TRANSACTION,
        channelId: 'ch',
        txId,
        payload: nothing,
        proposal: nothing,
        event: nothing,
        timestamp: undefined,
    };
}
