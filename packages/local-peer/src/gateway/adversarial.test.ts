import { once } from 'node:events';
import { type ClientReadableStream, credentials, type StatusObject } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { Organization } from '../identity/organization';
import { LocalPeer } from '../local-peer';
import { GatewayCaller, proposalOf, sign } from '../testing/gateway-caller';
import { ScriptedChaincode } from '../testing/scripted-chaincode';
import type { GatewayAddress } from './gateway-address';
import {
    chaincodeEventsRequest,
    chaincodeEventsResponse,
    commitStatusRequest,
    endorseRequest,
    evaluateRequest,
    signedRequest,
    submitRequest,
} from './gateway-messages';

const UNARY = ['Evaluate', 'Endorse', 'Submit', 'CommitStatus'] as const;

/** How a stream ends. */
function statusOf(stream: ClientReadableStream<Buffer>): Promise<StatusObject> {
    return new Promise((resolve) => stream.once('status', resolve));
}

describe('a gateway', () => {
    let peer: LocalPeer;
    let address: GatewayAddress;
    let caller: GatewayCaller;

    beforeEach(async () => {
        peer = await LocalPeer.start();
        const { packageId, connect } = new ScriptedChaincode('basic:1', {
            echo: (_, text = '') => text,
            emit: (_, name = '', size = '0') => ({ event: { name, payload: 'x'.repeat(Number(size)) } }),
        });
        peer.install({ name: 'basic', packageId, connect });
        address = await peer.listen();
        caller = new GatewayCaller(address.address);
    });

    afterEach(async () => {
        caller[Symbol.dispose]();
        await peer.close();
    });

    function evaluation(text: string): Buffer {
        return evaluateRequest.encode({ proposedTransaction: proposalOf(peer.client, ['echo', text]).encoded });
    }

    function eventsRequest(startBlock: bigint): Buffer {
        const request = chaincodeEventsRequest.encode({
            channelId: 'mychannel',
            chaincodeId: 'basic',
            identity: peer.client.creator,
            startPosition: { specified: { number: startBlock } },
        });
        return sign(peer.client, request);
    }

    function statusRequest(transactionId: string): Buffer {
        const { creator: identity } = peer.client;
        return sign(peer.client, commitStatusRequest.encode({ channelId: 'mychannel', transactionId, identity }));
    }

    async function expectAlive(): Promise<void> {
        expect((await caller.call('Evaluate', evaluation('alive'))).code).toBe('OK');
    }

    it('answers any bytes, and lives', async () => {
        const bytes = fc.uint8Array({ maxLength: 200 });
        const envelope = fc.record({ payload: bytes, signature: bytes });
        const request = fc.oneof(
            bytes,
            fc.record({ request: bytes, signature: bytes }).map((value) => signedRequest.encode(value)),
            fc.record({ proposedTransaction: bytes }).map((value) => endorseRequest.encode(value)),
            envelope.map((preparedTransaction) =>
                submitRequest.encode({ channelId: 'mychannel', preparedTransaction }),
            ),
        );
        await fc.assert(
            fc.asyncProperty(fc.constantFrom(...UNARY), request, async (method, encoded) => {
                const { code } = await caller.call(method, encoded);
                expect([
                    'INTERNAL',
                    'INVALID_ARGUMENT',
                    'PERMISSION_DENIED',
                    'ABORTED',
                    'FAILED_PRECONDITION',
                ]).toContain(code);
            }),
            { numRuns: 200 },
        );
        await expectAlive();
        expect(await peer.height()).toBe(1n);
    });

    it('answers damaged requests that were right', async () => {
        const right = evaluation('right');
        await fc.assert(
            fc.asyncProperty(fc.nat(right.length - 1), fc.nat(255), async (at, byte) => {
                const damaged = Buffer.from(right);
                damaged[at] = byte;
                // The changed byte may be the same as before, or in a place that is not read.
                expect((await caller.call('Evaluate', damaged)).code).not.toBe('UNKNOWN');
            }),
            { numRuns: 200 },
        );
        await expectAlive();
    });

    it('forgets callers who have gone', async () => {
        const waiting = Array.from({ length: 50 }, (_, index) =>
            caller.call('CommitStatus', statusRequest(`never ${index}`), { deadlineMs: 300 }),
        );
        const streams = Array.from({ length: 20 }, () => caller.stream('ChaincodeEvents', eventsRequest(0n)));
        for (const stream of streams) stream.cancel();
        for (const { code } of await Promise.all(waiting)) expect(['DEADLINE_EXCEEDED', 'CANCELLED']).toContain(code);
        expect((await peer.submit({ chaincode: 'basic', function: 'emit', args: ['e'] })).commit?.status).toBe('VALID');
        await expectAlive();
    });

    it('ends everything when the peer is closed, streams and waiting calls included', async () => {
        const waiting = caller.call('CommitStatus', statusRequest('never'));
        const stream = caller.stream('ChaincodeEvents', eventsRequest(1n));
        const ended = statusOf(stream);
        await peer.submit({ chaincode: 'basic', function: 'emit', args: ['e'] });
        await once(stream, 'data');
        await peer.close();
        await ended;
        expect((await waiting).code).not.toBe('OK');
        expect((await caller.call('Evaluate', evaluation('closed'), { deadlineMs: 2000 })).code).not.toBe('OK');
    });

    it('closes one port, and goes on at the other', async () => {
        const second = await peer.listen();
        using other = new GatewayCaller(second.address);
        const stream = other.stream('ChaincodeEvents', eventsRequest(1n));
        const ended = statusOf(stream);
        await peer.submit({ chaincode: 'basic', function: 'emit', args: ['e'] });
        await once(stream, 'data');
        await Promise.all([second.close(), second.close()]);
        await ended;
        await expectAlive();
    });

    it('does not wait for a reader of events who is slow, who misses nothing', async () => {
        const count = 60;
        const stream = caller.stream('ChaincodeEvents', eventsRequest(1n));
        stream.pause();
        for (let index = 0; index < count; index++) {
            const { commit } = await peer.submit({
                chaincode: 'basic',
                function: 'emit',
                args: [`e${index}`, String(256 * 1024)],
            });
            expect(commit?.status).toBe('VALID');
        }
        const names: string[] = [];
        for await (const message of stream) {
            names.push(...chaincodeEventsResponse.decode(message as Buffer).events.map(({ name }) => name));
            if (names.length === count) break;
        }
        expect(names).toEqual(Array.from({ length: count }, (_, index) => `e${index}`));
    });

    it('passes a failure of 2,000 characters that are no ASCII', async () => {
        const { packageId, connect } = new ScriptedChaincode('basic:2', {
            echo: (_, text = '') => text,
            fail: (_, size = '') => ({ status: 400, message: 'é'.repeat(Number(size)) }),
        });
        peer.install({ name: 'basic', packageId, connect });
        const { encoded } = proposalOf(peer.client, ['fail', '2000']);
        const { details } = await caller.call('Endorse', endorseRequest.encode({ proposedTransaction: encoded }));
        expect(details[0]?.message).toBe(`chaincode response 400, ${'é'.repeat(2000)}`);
        await expectAlive();
    });
});

it('a gateway with TLS talks to clients that trust its authority, and to no others', async () => {
    const organization = new Organization({ mspId: 'Org1MSP' });
    const server = organization.createMember({ name: 'localhost', role: 'peer' });
    await using peer = await LocalPeer.start();
    const key = server.privateKey.export({ type: 'pkcs8', format: 'pem' });
    const { address } = await peer.listen({ host: 'localhost', tls: { cert: server.certificate, key } });
    const [authority = ''] = organization.authorities;
    using trusting = new GatewayCaller(address, credentials.createSsl(Buffer.from(authority)));
    using plain = new GatewayCaller(address);
    expect((await trusting.call('Evaluate', Buffer.alloc(0))).code).toBe('INVALID_ARGUMENT');
    expect((await plain.call('Evaluate', Buffer.alloc(0), { deadlineMs: 1000 })).code).toMatch(
        /^(UNAVAILABLE|DEADLINE_EXCEEDED)$/,
    );
});
