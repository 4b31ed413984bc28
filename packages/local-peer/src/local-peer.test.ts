import { Proposal, requests, toDate } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { LocalPeer } from './local-peer';
import type { LocalPeerOptions } from './local-peer-options';
import { type Script, ScriptedChaincode } from './testing/scripted-chaincode';

const basics: Script = {
    async put({ ask }, key = '', value = '') {
        await ask(requests.putState, { key, value: Buffer.from(value) });
        return { payload: 'done', event: { name: 'put', payload: key } };
    },
    async get({ ask }, key = '') {
        return (await ask(requests.getState, { key })).toString();
    },
    async increment({ ask }, key = '') {
        const value = Number((await ask(requests.getState, { key })).toString());
        await ask(requests.putState, { key, value: Buffer.from(String(value + 1)) });
    },
    fail: (_, status = '500') => ({ status: Number(status), message: 'gone', payload: 'details' }),
};

async function start(options: LocalPeerOptions = {}, script: Script = basics): Promise<LocalPeer> {
    const peer = await LocalPeer.start(options);
    const chaincode = new ScriptedChaincode('basic:1', script);
    peer.install({ name: 'basic', packageId: 'basic:1', connect: chaincode.connect });
    return peer;
}

describe('LocalPeer', () => {
    it('commits what it submits, and tells of block, code, event and read-write set', async () => {
        await using peer = await start();
        await using events = await peer.events();
        const result = await peer.submit({ chaincode: 'basic', function: 'put', args: ['k', 'v'] });
        expect(result).toMatchObject({
            status: 200,
            channel: 'mychannel',
            event: { chaincode: 'basic', name: 'put' },
            commit: { blockNumber: 1n, txNumber: 0n, status: 'VALID' },
            readWriteSet: [
                { namespace: '_lifecycle' },
                { namespace: 'basic', writes: [{ key: 'k', isDelete: false }] },
            ],
        });
        expect(result.payload.toString()).toBe('done');
        expect((await peer.state({ chaincode: 'basic', key: 'k' }))?.toString()).toBe('v');
        for await (const event of events) {
            expect(event).toMatchObject({ name: 'put', txId: result.txId, blockNumber: 1n });
            break;
        }
    });

    it('runs the same transaction again where nonce, identity and time are the same', async () => {
        await using peer = await start();
        const request = { chaincode: 'basic', function: 'put', args: ['k', 'v'], nonce: Buffer.alloc(24, 7) };
        const first = await peer.endorse({ ...request, time: new Date(0) });
        const second = await peer.endorse({ ...request, time: new Date(0) });
        expect(second.txId).toBe(first.txId);
        expect(await peer.commit(first)).toMatchObject([{ txId: first.txId, status: 'VALID' }]);
        await expect(peer.endorse(request)).rejects.toThrow(/duplicate transaction found/);
    });

    it("gives the request's time to the chaincode, and its clock's if the request has no time", async () => {
        await using peer = await start(
            { clock: () => new Date('2030-01-01') },
            { time: ({ message }) => toDate(new Proposal(message.proposal).timestamp).toISOString() },
        );
        const request = { chaincode: 'basic', function: 'time' };
        const given = await peer.evaluate({ ...request, time: new Date(1_234) });
        expect(given.payload.toString()).toBe('1970-01-01T00:00:01.234Z');
        expect((await peer.evaluate(request)).payload.toString()).toBe('2030-01-01T00:00:00.000Z');
    });

    it('evaluates without committing', async () => {
        await using peer = await start();
        const result = await peer.evaluate({ chaincode: 'basic', function: 'put', args: ['k', 'v'] });
        expect(result.status).toBe(200);
        expect(await peer.height()).toBe(1n);
        expect(await peer.state({ chaincode: 'basic', key: 'k' })).toBeUndefined();
    });

    it('of two endorsements of one key in one block, the first one counts', async () => {
        await using peer = await start();
        await peer.submit({ chaincode: 'basic', function: 'put', args: ['n', '1'] });
        const increment = { chaincode: 'basic', function: 'increment', args: ['n'] };
        const endorsed = await Promise.all([peer.endorse(increment), peer.endorse(increment)]);
        const commits = await peer.commit(...endorsed);
        expect(commits.map(({ status }) => status)).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
        expect(commits.map(({ blockNumber }) => blockNumber)).toEqual([2n, 2n]);
        expect((await peer.state({ chaincode: 'basic', key: 'n' }))?.toString()).toBe('2');
    });

    it.each([399, 400, 404, 500])(
        'status %d: endorsed below 400 only, payload and message passed on',
        async (status) => {
            await using peer = await start();
            const result = await peer.submit({ chaincode: 'basic', function: 'fail', args: [String(status)] });
            expect(result).toMatchObject({ status, message: 'gone', payload: Buffer.from('details') });
            expect(result.commit?.status).toBe(status < 400 ? 'VALID' : undefined);
        },
    );
});
