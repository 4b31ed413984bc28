import { requests } from '@heddle/protocol';
import { expect, it } from '@jest/globals';
import { LocalPeer } from './local-peer';
import { RawStream } from './testing/raw-stream';
import { ScriptedChaincode } from './testing/scripted-chaincode';

it('P4: a chaincode that is given more than a message may hold loses its stream, with all that runs in it', async () => {
    const peer = await LocalPeer.start();
    const good = new ScriptedChaincode('good:1', {
        async put({ ask }, key = '') {
            await ask(requests.putState, { key, value: Buffer.from('v') });
        },
    });
    peer.install({ name: 'good', packageId: 'good:1', connect: good.connect });
    const stream = new RawStream();
    peer.install({ name: 'bad', packageId: 'bad:1', connect: () => stream.peerEnd });
    await stream.register('bad:1');

    const other = peer.evaluate({ chaincode: 'bad' });
    await stream.next();
    const large = peer.evaluate({ chaincode: 'bad', args: [Buffer.alloc(100 * 1024 * 1024)] });
    expect((await large).message).toContain('chaincode stream terminated');
    expect((await other).message).toContain('chaincode stream terminated');

    const { commit } = await peer.submit({ chaincode: 'good', function: 'put', args: ['k'] });
    expect(commit?.status).toBe('VALID');
    await peer.close();
    expect(peer.sessionCount).toBe(0);
});
