import { requests } from '@heddle/protocol';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ConnectByOrganization } from './channel/connect-options';
import { Organization } from './identity/organization';
import { LocalPeer } from './local-peer';
import { type Script, ScriptedChaincode } from './testing/scripted-chaincode';

const IMPLICIT = ['Org1MSP', 'Org2MSP'].map((mspId) => `_implicit_org_${mspId}`);

/** A chaincode that knows the organization whose peer it is for. */
function scriptOf(mspId: string): Script {
    return {
        mspId: () => mspId,
        async put({ ask }, collection = '', value = '') {
            await ask(requests.putState, { collection, key: 'k', value: Buffer.from(value) });
        },
        get: ({ ask }, collection = '') => ask(requests.getState, { collection, key: 'k' }),
        async mark({ ask }, collection = '') {
            const metadata = { metakey: 'm', value: Buffer.from('v') };
            await ask(requests.putStateMetadata, { collection, key: 'k', metadata });
        },
    };
}

describe('a network of two organizations with a peer each', () => {
    const org2 = new Organization({ mspId: 'Org2MSP' });
    const bob = org2.createMember({ name: 'bob' });
    let peer: LocalPeer;
    let chaincodes: ReadonlyMap<string, ScriptedChaincode>;

    beforeEach(async () => {
        peer = await LocalPeer.start({ organizations: [org2] });
        chaincodes = new Map(
            peer.organizations.map(({ mspId }) => [mspId, new ScriptedChaincode('basic:1', scriptOf(mspId))]),
        );
        peer.install({ ...definition, connect: connectOf([...chaincodes.keys()]) });
        await peer.launch({ chaincode: 'basic' });
    });

    afterEach(() => peer.close());

    const definition = {
        name: 'basic',
        packageId: 'basic:1',
        endorsementPolicy: "OR('Org1MSP.peer', 'Org2MSP.peer')",
        // No peer is a member: only those have a value that have endorsed it.
        collections: [
            { name: 'endorsed', policy: "OR('Org1MSP.admin', 'Org2MSP.admin')" },
            { name: 'first', policy: "OR('Org1MSP.admin')" },
        ],
    };

    function connectOf(mspIds: readonly string[]): ConnectByOrganization {
        return Object.fromEntries(
            mspIds.map((mspId) => [mspId, chaincodes.get(mspId)?.connect ?? { address: '127.0.0.1:1' }]),
        );
    }

    it('has a session with the chaincode of each, and asks that of the client or of the gateway', async () => {
        expect(peer.sessionCount).toBe(2);
        const ask = { chaincode: 'basic', function: 'mspId' };
        const answers = await Promise.all([
            peer.evaluate(ask),
            peer.evaluate({ ...ask, identity: bob }),
            peer.evaluate({ ...ask, identity: bob, gateway: 'Org1MSP' }),
            peer.evaluate({ ...ask, gateway: 'Org2MSP' }),
        ]);
        expect(answers.map(({ payload }) => payload.toString())).toEqual(['Org1MSP', 'Org2MSP', 'Org1MSP', 'Org2MSP']);
        await expect(peer.evaluate({ ...ask, gateway: 'Org3MSP' })).rejects.toThrow(
            "no peer of organization 'Org3MSP': there are those of Org1MSP, Org2MSP",
        );
    });

    it('finds that the two do not agree on what depends on the organization', async () => {
        const endorsingOrganizations = ['Org1MSP', 'Org2MSP'];
        await expect(peer.submit({ chaincode: 'basic', function: 'mspId', endorsingOrganizations })).rejects.toThrow(
            'ProposalResponsePayloads do not match',
        );
    });

    it('keeps the private data of each at its own peer', async () => {
        const [first = '', second = ''] = IMPLICIT;
        const written = await peer.submit({
            chaincode: 'basic',
            function: 'put',
            args: [second, 'own'],
            identity: bob,
        });
        expect(written.commit?.status).toBe('VALID');
        const read = { chaincode: 'basic', function: 'get', args: [second] };
        expect((await peer.evaluate({ ...read, identity: bob })).payload.toString()).toBe('own');
        const missing = 'private data matching public hash version is not available';
        expect((await peer.evaluate(read)).message).toContain(missing);
        await peer.submit({ chaincode: 'basic', function: 'put', args: [first, 'other'] });
        expect((await peer.evaluate({ ...read, args: [first], identity: bob })).message).toContain(missing);
        const where = { chaincode: 'basic', collection: second, key: 'k' };
        expect((await peer.privateState({ ...where, organization: 'Org2MSP' }))?.toString()).toBe('own');
        expect(await peer.privateState({ ...where, organization: 'Org1MSP' })).toBeUndefined();
        expect((await peer.privateState(where))?.toString()).toBe('own');
    });

    describe('with a collection whose values are where they were endorsed', () => {
        const [one, both] = [['Org1MSP'], ['Org1MSP', 'Org2MSP']];

        async function submit(
            name: string,
            value: string,
            endorsingOrganizations: readonly string[],
            collection = 'endorsed',
        ): Promise<void> {
            const request = { chaincode: 'basic', function: name, args: [collection, value], endorsingOrganizations };
            const { commit } = await peer.submit(request);
            expect(commit?.status).toBe('VALID');
        }

        /** What each organization's peer has. */
        function read(collection = 'endorsed'): Promise<string[]> {
            const request = { chaincode: 'basic', function: 'get', args: [collection] };
            return Promise.all(
                both.map(async (gateway) => {
                    const { message, payload } = await peer.evaluate({ ...request, gateway });
                    return message.includes('private data matching public hash version is not available')
                        ? 'not here'
                        : payload.toString() + message;
                }),
            );
        }

        it('has a value at all that have endorsed it, also where others had the one before', async () => {
            await submit('put', 'a', one);
            expect(await read()).toEqual(['a', 'not here']);
            await submit('put', 'b', both);
            expect(await read()).toEqual(['b', 'b']);
            await submit('put', 'c', ['Org2MSP']);
            expect(await read()).toEqual(['not here', 'c']);
            await peer.seed({ chaincode: 'basic', writes: [{ key: 'k', value: 'd', collection: 'endorsed' }] });
            expect(await read()).toEqual(['d', 'd']);
        });

        it('gives nobody a value by a change of its metadata', async () => {
            await submit('put', 'a', one);
            await submit('mark', '', both);
            expect(await read()).toEqual(['a', 'not here']);
        });

        it('leaves a value behind where its metadata was changed without its peer', async () => {
            await submit('put', 'a', both);
            await submit('mark', '', one);
            expect(await read()).toEqual(['a', 'not here']);
        });

        it('has no old value for a new one by a change of metadata', async () => {
            await submit('put', 'old', one, 'first');
            await submit('put', 'new', ['Org2MSP'], 'first');
            await submit('mark', '', one, 'first');
            expect(await read('first')).toEqual(['not here', 'not here']);
        });
    });

    it('listens for each, and has no gateway of others', async () => {
        const addresses = [await peer.listen(), await peer.listen({ organization: 'Org2MSP' })];
        expect(addresses.map(({ organization }) => organization)).toEqual(['Org1MSP', 'Org2MSP']);
        await expect(peer.listen({ organization: 'Org3MSP' })).rejects.toMatchObject({ code: 'OPTION_INVALID' });
    });

    it.each([[['Org1MSP']], [['Org1MSP', 'Org2MSP', 'Org3MSP']], [['Org1MSP', 'Org9MSP']]])(
        'refuses servers for %j alone',
        (mspIds) => {
            expect(() => peer.install({ ...definition, connect: connectOf(mspIds) })).toThrow(
                'give a server for each organization with a peer, Org1MSP, Org2MSP, or one for all',
            );
        },
    );

    it('takes one server for both, with one session', async () => {
        const chaincode = new ScriptedChaincode('basic:2', scriptOf('both'));
        await peer.upgrade({ ...definition, packageId: 'basic:2', connect: chaincode.connect });
        await peer.uninstall('basic:1');
        expect(peer.sessionCount).toBe(1);
        const answer = await peer.evaluate({ chaincode: 'basic', function: 'mspId', identity: bob });
        expect(answer.payload.toString()).toBe('both');
    });
});
