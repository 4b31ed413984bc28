import { requests } from '@heddle/protocol';
import { Waiters } from '@heddle/protocol/internal';
import { describe, expect, it } from '@jest/globals';
import { LocalPeer } from '../local-peer';
import { type Script, ScriptedChaincode } from '../testing/scripted-chaincode';

/** @param hold called when a put has begun; it goes on when that has settled */
function scriptOf(version: string, hold: () => Promise<void> = () => Promise.resolve()): Script {
    return {
        version: () => version,
        async put({ ask }, key = '') {
            await hold();
            await ask(requests.putState, { key, value: Buffer.from(version) });
        },
    };
}

function upgrade(peer: LocalPeer, chaincode: ScriptedChaincode): Promise<unknown> {
    return peer.upgrade({ name: 'basic', packageId: chaincode.packageId, connect: chaincode.connect });
}

async function version(peer: LocalPeer): Promise<string> {
    return (await peer.evaluate({ chaincode: 'basic', function: 'version' })).payload.toString();
}

describe('a chaincode that is upgraded', () => {
    it('finishes in the old package what runs there, which can be taken away then; the ledger stays', async () => {
        await using peer = await LocalPeer.start();
        const [gate, begun] = [new Waiters(), new Waiters()];
        const hold = (): Promise<void> => {
            begun.wakeAll();
            return gate.wait();
        };
        await upgrade(peer, new ScriptedChaincode('basic:1', scriptOf('one', hold)));
        const slow = peer.submit({ chaincode: 'basic', function: 'put', args: ['k'] });
        await begun.wait();
        await upgrade(peer, new ScriptedChaincode('basic:2', scriptOf('two')));
        expect(await version(peer)).toBe('two');
        expect(peer.sessionCount).toBe(2);
        const gone = peer.uninstall('basic:1');
        gate.wakeAll();
        expect((await slow).commit?.status).toBe('VALID');
        await gone;
        expect((await peer.state({ chaincode: 'basic', key: 'k' }))?.toString()).toBe('one');
        expect(await version(peer)).toBe('two');
    });

    it('is unchanged if the new server does not register', async () => {
        await using peer = await LocalPeer.start();
        await upgrade(peer, new ScriptedChaincode('basic:1', scriptOf('one')));
        const connect = { address: '127.0.0.1:1' };
        const failed = peer.upgrade({ name: 'basic', packageId: 'basic:2', connect });
        await expect(failed).rejects.toMatchObject({ code: 'LAUNCH_FAILED' });
        expect(await version(peer)).toBe('one');
    });

    it.each([
        ['itself', 'basic'],
        ['another one', 'other'],
    ])('goes on if a definition of %s that names its package is not valid', async (_, name) => {
        await using peer = await LocalPeer.start();
        const { packageId, connect } = new ScriptedChaincode('basic:1', scriptOf('one'));
        await peer.upgrade({ name: 'basic', packageId, connect });
        const endorsementPolicy = "AND('Org1MSP.member'";
        const failed = peer.upgrade({ name, packageId, connect, endorsementPolicy });
        await expect(failed).rejects.toMatchObject({ code: 'OPTION_INVALID' });
        expect([await version(peer), peer.sessionCount]).toEqual(['one', 1]);
    });

    it('has the server that it had, if another one of the same package does not register', async () => {
        await using peer = await LocalPeer.start();
        const chaincode = new ScriptedChaincode('basic:1', scriptOf('one'));
        const { packageId, connect } = chaincode;
        await upgrade(peer, chaincode);
        await chaincode.streams[0]?.close();
        while (peer.sessionCount > 0) await new Promise(setImmediate);
        const failed = peer.upgrade({ name: 'basic', packageId, connect: { address: '127.0.0.1:1' } });
        await expect(failed).rejects.toMatchObject({ code: 'LAUNCH_FAILED' });
        expect(await version(peer)).toBe('one');
        await peer.upgrade({ name: 'basic', packageId, connect });
    });

    it('has the server that it had, if two others of the same package do not register at the same time', async () => {
        await using peer = await LocalPeer.start();
        const chaincode = new ScriptedChaincode('basic:1', scriptOf('one'));
        const { packageId } = chaincode;
        await upgrade(peer, chaincode);
        await chaincode.streams[0]?.close();
        while (peer.sessionCount > 0) await new Promise(setImmediate);
        const failed = ['127.0.0.1:1', '127.0.0.1:2'].map((address) =>
            peer.upgrade({ name: 'basic', packageId, connect: { address } }),
        );
        for (const [index, outcome] of (await Promise.allSettled(failed)).entries())
            expect(outcome).toMatchObject({
                status: 'rejected',
                reason: { message: expect.stringContaining(`:${index + 1}`) },
            });
        expect(await version(peer)).toBe('one');
    });

    it('runs in the second of two servers, if the first one does not register', async () => {
        await using peer = await LocalPeer.start();
        const failed = peer.upgrade({ name: 'basic', packageId: 'basic:1', connect: { address: '127.0.0.1:1' } });
        const done = upgrade(peer, new ScriptedChaincode('basic:1', scriptOf('one')));
        await expect(failed).rejects.toMatchObject({ code: 'LAUNCH_FAILED' });
        await done;
        expect(await version(peer)).toBe('one');
    });

    it('keeps its package as long as it is defined to run in it', async () => {
        await using peer = await LocalPeer.start();
        await upgrade(peer, new ScriptedChaincode('basic:1', scriptOf('one')));
        const text =
            "package 'basic:1' still runs chaincode 'basic' on channel 'mychannel': upgrade the chaincode first";
        await expect(peer.uninstall('basic:1')).rejects.toThrow(text);
    });
});
