import { requests } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { LocalPeer } from '../local-peer';
import { type Script, ScriptedChaincode } from '../testing/scripted-chaincode';

function scriptOf(version: string, gate: Promise<void> = Promise.resolve()): Script {
    return {
        version: () => version,
        async put({ ask }, key = '') {
            await gate;
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
        let open = (): void => undefined;
        const gate = new Promise<void>((resolve) => (open = resolve));
        await upgrade(peer, new ScriptedChaincode('basic:1', scriptOf('one', gate)));
        const slow = peer.submit({ chaincode: 'basic', function: 'put', args: ['k'] });
        await upgrade(peer, new ScriptedChaincode('basic:2', scriptOf('two')));
        expect(await version(peer)).toBe('two');
        expect(peer.sessionCount).toBe(2);
        const gone = peer.uninstall('basic:1');
        open();
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

    it('keeps its package as long as it is defined to run in it', async () => {
        await using peer = await LocalPeer.start();
        await upgrade(peer, new ScriptedChaincode('basic:1', scriptOf('one')));
        const text =
            "package 'basic:1' still runs chaincode 'basic' on channel 'mychannel': upgrade the chaincode first";
        await expect(peer.uninstall('basic:1')).rejects.toThrow(text);
    });
});
