import { describe, expect, it } from '@jest/globals';
import type { ConnectByOrganization } from './channel/connect-options';
import { Organization } from './identity/organization';
import { LocalPeer } from './local-peer';
import type { LocalPeerOptions } from './local-peer-options';
import { ScriptedChaincode } from './testing/scripted-chaincode';

const organization = new Organization({ mspId: 'Org1MSP' });
const other = new Organization({ mspId: 'Org2MSP' });
const TIME = 'give whole milliseconds from 0 to 2147483647';

/** As JavaScript, or a file, gives them. */
function from(options: object): LocalPeerOptions {
    return options;
}

describe('LocalPeer.start', () => {
    it.each<[string, LocalPeerOptions, string]>([
        [
            'its own organization among the further ones',
            { organization, organizations: [organization, other] },
            "option 'organizations' of LocalPeer.start names Org1MSP, which is the organization of the peer itself: name the further ones alone",
        ],
        [
            'another organization of its own id',
            { organization, organizations: [new Organization({ mspId: 'Org1MSP' })] },
            'names Org1MSP, which is the organization of the peer itself',
        ],
        ['one further organization twice', { organizations: [other, other] }, 'names Org2MSP twice'],
        ['one channel twice', { channels: ['a', 'b', 'a'] }, "option 'channels' of LocalPeer.start names a twice"],
        [
            'a way that there is not',
            from({ determinism: 'on' }),
            "'determinism' of LocalPeer.start is 'on': write check or off",
        ],
        ['a database that there is not', from({ queries: 'CouchDB' }), "is 'CouchDB': write couchdb or leveldb"],
        ['no other check of signatures', from({ signatures: false }), "is 'false': write check or off"],
        ['a capability that there is not', from({ channelCapability: 'V2_5' }), "is 'V2_5': write V2_0 or V3_0"],
        [
            'an option of batches that there is not',
            from({ batch: { maxMessages: 1 } }),
            "option 'batch' of LocalPeer.start has no option 'maxMessages'; the options are maxMessageCount, timeoutMs",
        ],
        ['an option of stores that there is not', from({ store: { folder: 'x' } }), "has no option 'folder'"],
        ['a fault that there is not', from({ faults: { read: 1 } }), "has no option 'read'"],
        ['an announcement that there is not', from({ capabilities: { batch: 1 } }), "has no option 'batch'"],
        ['a time above the longest', { executeTimeoutMs: 2 ** 31 }, `is 2147483648: ${TIME}`],
        ['no time to start in', { startupTimeoutMs: Infinity }, `is Infinity: ${TIME}`],
        ['no time between pings', { keepaliveMs: -1 }, `is -1: ${TIME}`],
        ['no time for a batch', { batch: { timeoutMs: NaN } }, `'batch.timeoutMs' of LocalPeer.start is NaN: ${TIME}`],
        ['batches of nothing', { batch: { maxMessageCount: 0 } }, 'is 0: give a whole number from 1 on'],
        ['half a limit', { totalQueryLimit: 0.5 }, 'is 0.5: give a whole number from 0 on'],
    ])('refuses %s', async (_, options, text) => {
        const started = LocalPeer.start(options);
        await expect(started).rejects.toMatchObject({ code: 'OPTION_INVALID', message: expect.stringContaining(text) });
    });

    it('takes the longest time that there is, and goes on to', async () => {
        await using peer = await LocalPeer.start({ executeTimeoutMs: 2 ** 31 - 1, batch: { timeoutMs: 0 } });
        const { packageId, connect } = new ScriptedChaincode('basic:1', { echo: (_, text = '') => text });
        peer.install({ name: 'basic', packageId, connect });
        const { payload } = await peer.evaluate({ chaincode: 'basic', function: 'echo', args: ['a'] });
        expect(payload.toString()).toBe('a');
        const late = { address: '127.0.0.1:1', dialTimeoutMs: 2 ** 31 };
        const text = `dialTimeoutMs of chaincode 'late' is 2147483648: ${TIME}`;
        expect(() => peer.install({ name: 'late', connect: late })).toThrow(text);
        expect(() => peer.install({ name: 'late', connect: { Org1MSP: late } })).toThrow(text);
    });

    it('refuses a server that is undefined, as in JavaScript', async () => {
        await using peer = await LocalPeer.start();
        const connect = Object.fromEntries([
            ['Org1MSP', undefined],
        ]) as Partial<ConnectByOrganization> as ConnectByOrganization;
        expect(() => peer.install({ name: 'basic', connect })).toThrow(
            "connect of chaincode 'basic' is for none: give a server for each organization with a peer, Org1MSP, or one for all",
        );
    });
});
