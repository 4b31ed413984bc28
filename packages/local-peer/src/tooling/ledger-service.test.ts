import { Client, credentials, status } from '@grpc/grpc-js';
import { keyModification, requests } from '@heddle/protocol';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LocalPeer } from '../local-peer';
import { ScriptedChaincode } from '../testing/scripted-chaincode';
import {
    keyRequest,
    markReply,
    markRequest,
    marksReply,
    rangeRequest,
    revertReply,
    stateEntry,
    stateReply,
} from './ledger-messages';

const PLACE = { channel: 'mychannel', chaincode: 'basic' };

const asItIs = (bytes: Uint8Array): Buffer => Buffer.from(bytes);

describe('the service that tools call', () => {
    let peer: LocalPeer;
    let client: Client;

    beforeEach(async () => {
        peer = await LocalPeer.start();
        const { packageId, connect } = new ScriptedChaincode('basic:1', {
            async put({ ask }, key = '', value = '', collection = '') {
                await ask(requests.putState, { key, value: Buffer.from(value), collection });
            },
        });
        const collections = [{ name: 'c', policy: ['Org1MSP'] }];
        peer.install({ name: 'basic', packageId, connect, collections });
        client = await connectTo(true);
    });

    afterEach(async () => {
        client.close();
        await peer.close();
    });

    async function connectTo(tools: boolean): Promise<Client> {
        const { address } = await peer.listen({ tools });
        return new Client(address, credentials.createInsecure());
    }

    async function put(...args: string[]): Promise<void> {
        await peer.submit({ chaincode: 'basic', function: 'put', args });
    }

    function call(method: string, request: Uint8Array, to = client): Promise<Buffer> {
        return new Promise((resolve, reject) => {
            to.makeUnaryRequest(`/heddle.Ledger/${method}`, asItIs, asItIs, request, (error, reply) => {
                if (error === null) resolve(reply ?? Buffer.alloc(0));
                else reject(new Error(`${status[error.code]}: ${error.details}`));
            });
        });
    }

    async function list(method: string, request: Uint8Array): Promise<Buffer[]> {
        const stream = client.makeServerStreamRequest(`/heddle.Ledger/${method}`, asItIs, asItIs, request);
        const found: Buffer[] = [];
        for await (const one of stream as AsyncIterable<Buffer>) found.push(one);
        return found;
    }

    it('gives public and private keys, one or in ranges, and histories', async () => {
        await put('a', '1');
        await put('a', '2');
        await put('b', '3');
        await put('p', 'secret', 'c');
        const one = stateReply.decode(await call('GetState', keyRequest.encode({ ...PLACE, key: 'a' })));
        expect(one).toEqual({ isThere: true, value: Buffer.from('2'), blockNumber: 2n, txNumber: 0n });
        const none = stateReply.decode(await call('GetState', keyRequest.encode({ ...PLACE, key: 'x' })));
        expect(none.isThere).toBe(false);
        const rows = await list('ListState', rangeRequest.encode({ ...PLACE, startKey: 'a' }));
        expect(rows.map((row) => stateEntry.decode(row).key)).toEqual(['a', 'b']);
        expect(await list('ListState', rangeRequest.encode({ ...PLACE, limit: 1 }))).toHaveLength(1);
        const versions = await list('GetHistory', keyRequest.encode({ ...PLACE, key: 'a' }));
        expect(versions.map((row) => keyModification.decode(row).value.toString())).toEqual(['2', '1']);
        const secret = { ...PLACE, collection: 'c', organization: 'Org1MSP', key: 'p' };
        expect(stateReply.decode(await call('GetState', keyRequest.encode(secret))).value.toString()).toBe('secret');
        expect(await list('ListState', rangeRequest.encode({ ...PLACE, collection: 'c' }))).toHaveLength(1);
    });

    it('takes marks and goes back to them', async () => {
        await put('a', '1');
        const mark = markReply.decode(await call('Mark', markRequest.encode({ name: 'one' })));
        expect(mark).toMatchObject({ name: 'one', height: 2n });
        await put('a', '2');
        expect(marksReply.decode(await call('ListMarks', Buffer.alloc(0))).marks).toEqual([mark]);
        const reply = revertReply.decode(await call('Revert', markRequest.encode({ name: 'one' })));
        expect(reply).toEqual({ name: 'one', height: 2n, undoneBlocks: 1n });
        expect((await peer.state({ chaincode: 'basic', key: 'a' }))?.toString()).toBe('1');
        await call('Forget', markRequest.encode({ name: 'one' }));
        expect(peer.marks).toEqual([]);
    });

    it.each([
        ['GetState', keyRequest.encode({ ...PLACE, channel: 'x' }), "NOT_FOUND: no channel 'x'"],
        [
            'GetState',
            keyRequest.encode({ ...PLACE, chaincode: 'x' }),
            "NOT_FOUND: no chaincode 'x' on channel 'mychannel': there are basic",
        ],
        [
            'GetState',
            keyRequest.encode({ ...PLACE, collection: 'x' }),
            "NOT_FOUND: chaincode 'basic' has no collection 'x': there are c",
        ],
        [
            'GetState',
            keyRequest.encode({ ...PLACE, organization: 'x' }),
            "NOT_FOUND: no peer of organization 'x': there are Org1MSP",
        ],
        [
            'Mark',
            markRequest.encode({ name: '../x' }),
            'INVALID_ARGUMENT: a snapshot cannot be called "../x": use up to 64 letters, digits, ., _ and -',
        ],
        ['Revert', markRequest.encode({ name: 'x' }), "NOT_FOUND: there is no mark 'x': none has a name"],
    ])('%s says what is wrong', async (method, request, text) => {
        await expect(call(method, request)).rejects.toThrow(text);
    });

    it('is not there unless it is asked for, and only on this machine', async () => {
        const other = await connectTo(false);
        await expect(call('ListMarks', Buffer.alloc(0), other)).rejects.toThrow(/^UNIMPLEMENTED/);
        other.close();
        await expect(peer.listen({ tools: true, host: '0.0.0.0' })).rejects.toMatchObject({ code: 'OPTION_INVALID' });
    });
});
