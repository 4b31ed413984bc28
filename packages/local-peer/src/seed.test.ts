import { requests } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { Organization } from './identity/organization';
import { LocalPeer } from './local-peer';
import { type Script, ScriptedChaincode } from './testing/scripted-chaincode';

const script: Script = {
    get: ({ ask }, collection = '', key = '') => ask(requests.getState, { collection, key }),
    put: async ({ ask }, key = '', value = '') => {
        const before = await ask(requests.getState, { key });
        await ask(requests.putState, { key, value: Buffer.concat([before, Buffer.from(value)]) });
        return undefined;
    },
};

async function start(): Promise<LocalPeer> {
    const organizations = [new Organization({ mspId: 'Org2MSP' })];
    const peer = await LocalPeer.start({ organizations });
    const chaincode = new ScriptedChaincode('cc:1', script);
    const collections = [
        { name: 'shared', policy: ['Org1MSP', 'Org2MSP'] },
        { name: 'theirs', policy: ['Org2MSP'] },
    ];
    const endorsementPolicy = "AND('Org1MSP.peer', 'Org2MSP.peer')";
    peer.install({ name: 'cc', packageId: 'cc:1', connect: chaincode.connect, collections, endorsementPolicy });
    await peer.launch({ chaincode: 'cc' });
    return peer;
}

const text = (bytes: Uint8Array | undefined): string | undefined => bytes && Buffer.from(bytes).toString();

describe('a seed', () => {
    it('is one valid block, whatever the policies say, and the ledger goes on from it', async () => {
        await using peer = await start();
        const writes = [
            { key: 'a', value: 'one' },
            { key: '\0lot\0f1\0', value: Uint8Array.of(0) },
            { key: 'secret', value: 'two', collection: 'shared' },
            { key: 'theirs', value: 'three', collection: 'theirs' },
        ];
        const { status, blockNumber } = await peer.seed({ chaincode: 'cc', writes });
        expect([status, blockNumber, await peer.height()]).toEqual(['VALID', 1n, 2n]);
        expect((await peer.states({ chaincode: 'cc' })).map(({ key }) => key)).toEqual(['\0lot\0f1\0', 'a']);
        const get = async (collection: string, key: string, org?: string): Promise<string | undefined> => {
            const gateway = org === undefined ? {} : { gateway: org };
            return text(
                (await peer.evaluate({ chaincode: 'cc', function: 'get', args: [collection, key], ...gateway }))
                    .payload,
            );
        };
        expect([await get('', 'a'), await get('shared', 'secret')]).toEqual(['one', 'two']);
        expect(await get('theirs', 'theirs', 'Org2MSP')).toBe('three');
        expect((await peer.privateStates({ chaincode: 'cc', collection: 'shared' })).map(({ key }) => key)).toEqual([
            'secret',
        ]);
        const { commit } = await peer.submit({ chaincode: 'cc', function: 'put', args: ['a', '+'] });
        expect([commit?.status, text(await peer.state({ chaincode: 'cc', key: 'a' }))]).toEqual(['VALID', 'one+']);
        const history = await peer.history({ chaincode: 'cc', key: 'a' });
        expect(history.map(({ value }) => value.toString())).toEqual(['one+', 'one']);
    });

    it('deletes keys, and can be repeated', async () => {
        await using peer = await start();
        await peer.seed({ chaincode: 'cc', writes: [{ key: 'a', value: 'one' }] });
        const { status } = await peer.seed({ chaincode: 'cc', writes: [{ key: 'a', value: undefined }] });
        expect([status, await peer.state({ chaincode: 'cc', key: 'a' })]).toEqual(['VALID', undefined]);
    });

    it('makes transactions conflict that have read what it writes', async () => {
        await using peer = await start();
        const endorsed = await peer.endorse({ chaincode: 'cc', function: 'put', args: ['a', '+'] });
        await peer.seed({ chaincode: 'cc', writes: [{ key: 'a', value: 'one' }] });
        const [committed] = await peer.commit(endorsed);
        expect(committed?.status).toBe('MVCC_READ_CONFLICT');
    });

    it('opens the door for no other transaction without endorsements', async () => {
        await using peer = await start();
        const { envelope, ...endorsed } = await peer.endorse({
            chaincode: 'cc',
            function: 'put',
            args: ['a', '+'],
            endorsingOrganizations: ['Org1MSP'],
        });
        await peer.seed({ chaincode: 'cc', writes: [{ key: 'b', value: 'one' }] });
        const [committed] = await peer.commit({ ...endorsed, envelope });
        expect(committed?.status).toBe('ENDORSEMENT_POLICY_FAILURE');
    });

    it.each([
        [{ chaincode: 'none', writes: [] }, 'CHAINCODE_UNKNOWN', /no chaincode 'none' on channel/],
        [
            { chaincode: 'cc', writes: [{ key: 'a', value: 'x', collection: 'no' }] },
            'OPTION_INVALID',
            /the seed cannot be written: /,
        ],
        [{ chaincode: 'cc', writes: [{ key: '', value: 'x' }] }, 'OPTION_INVALID', /the seed cannot be written: /],
    ])('is refused for what a peer would not write: %j', async (request, code, message) => {
        await using peer = await start();
        await expect(peer.seed(request)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    });
});
