import { keyValue, MessageType, proposalParts, requests } from '@heddle/protocol';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CollectionOptions } from './definition/collection';
import type { SubmitResult } from './endorse/transaction-request';
import { Organization } from './identity/organization';
import { LocalPeer } from './local-peer';
import { hashOf } from './records/private-namespaces';
import { type Script, ScriptedChaincode } from './testing/scripted-chaincode';

const COLLECTIONS: readonly CollectionOptions[] = [
    { name: 'shared', policy: ['Org1MSP', 'Org2MSP'] },
    { name: 'guarded', policy: "OR('Org1MSP.member')", memberOnlyRead: true, memberOnlyWrite: true },
    { name: 'theirs', policy: ['Org2MSP'] },
    { name: 'short', policy: ['Org1MSP'], blockToLive: 1 },
];

const sha256 = (text: string): string => hashOf(text).toString('hex');

const script: Script = {
    async put({ ask }, collection = '', key = '', value = '') {
        await ask(requests.putState, { collection, key, value: Buffer.from(value) });
    },
    async putTransient({ ask, message }, collection = '', key = '') {
        const { proposal } = proposalParts.signedProposal.decode(message.proposal);
        const { payload } = proposalParts.proposal.decode(proposal);
        const value = proposalParts.proposalPayload.decode(payload).transient.get('value') ?? Buffer.alloc(0);
        await ask(requests.putState, { collection, key, value });
    },
    get: ({ ask }, collection = '', key = '') => ask(requests.getState, { collection, key }),
    async many({ ask }, collection = '', ...keys) {
        const { values } = await ask(requests.getStateMultiple, { collection, keys: [...keys] });
        return JSON.stringify(values.map(String));
    },
    async hash({ ask }, collection = '', key = '') {
        return (await ask(requests.getPrivateDataHash, { collection, key })).toString('hex');
    },
    async del({ ask }, collection = '', key = '') {
        await ask(requests.deleteState, { collection, key });
    },
    async purge({ ask }, collection = '', key = '') {
        await ask(requests.purgePrivateData, { collection, key });
    },
    async mark({ ask }, collection = '', key = '', text = '') {
        const metadata = { metakey: 'm', value: Buffer.from(text) };
        await ask(requests.putStateMetadata, { collection, key, metadata });
    },
    async marks({ ask }, collection = '', key = '') {
        const { entries } = await ask(requests.getStateMetadata, { collection, key });
        return JSON.stringify(entries.map(({ metakey, value }) => [metakey, value.toString()]));
    },
    async range({ ask }, collection = '', startKey = '', endKey = '') {
        const { results } = await ask(requests.getStateByRange, { collection, startKey, endKey });
        return JSON.stringify(results.map(({ resultBytes }) => keyValue.decode(resultBytes).key));
    },
    async rangeThenPut({ ask }) {
        await ask(requests.getStateByRange, { collection: 'shared', startKey: '', endKey: '' });
        await ask(requests.putState, { key: 'k', value: Buffer.from('v') });
    },
    async putThenRange({ ask }) {
        await ask(requests.putState, { key: 'k', value: Buffer.from('v') });
        await ask(requests.getStateByRange, { collection: 'shared', startKey: '', endKey: '' });
    },
    async batch({ ask }) {
        const put = (collection: string, key: string): object => ({ collection, key, value: Buffer.from(key) });
        await ask(requests.writeBatchState, {
            records: [
                { type: MessageType.PUT_STATE, key: '', ...put('', 'public') },
                { type: MessageType.PUT_STATE, key: '', ...put('shared', 'b1') },
                { type: MessageType.PUT_STATE, key: '', ...put('_implicit_org_Org1MSP', 'b2') },
                { type: MessageType.DEL_STATE, key: 'k', collection: 'shared' },
            ],
        });
    },
};

describe('private data', () => {
    const org2 = new Organization({ mspId: 'Org2MSP' });
    const bob = org2.createMember({ name: 'bob' });
    let peer: LocalPeer;

    beforeEach(async () => {
        // Without the keys of its authority: an organization that has no peer here.
        const { mspId, authorities } = org2;
        peer = await LocalPeer.start({ organizations: [{ mspId, authorities }] });
        const chaincode = new ScriptedChaincode('basic:1', script);
        const { packageId, connect } = chaincode;
        peer.install({ name: 'basic', packageId, connect, collections: COLLECTIONS });
    });

    afterEach(() => peer.close());

    function submit(name: string, ...args: string[]): Promise<SubmitResult> {
        return peer.submit({ chaincode: 'basic', function: name, args });
    }

    async function text(name: string, ...args: string[]): Promise<string> {
        const { message, payload } = await peer.evaluate({ chaincode: 'basic', function: name, args });
        return message === '' ? payload.toString() : message;
    }

    async function refusal(name: string, ...args: string[]): Promise<string> {
        const { message, txId } = await submit(name, ...args);
        return message.replaceAll(txId, 'TX').replace(/^.*transaction ID: TX: /, '');
    }

    it('is read by key, in ranges, many at once, and by its hash', async () => {
        await submit('put', 'shared', 'a', 'apple');
        await submit('put', 'shared', 'b', 'bread');
        await submit('put', '_implicit_org_Org1MSP', 'c', 'mine');
        expect(await text('get', 'shared', 'a')).toBe('apple');
        expect(await text('get', 'shared', 'none')).toBe('');
        expect(await text('get', '_implicit_org_Org1MSP', 'c')).toBe('mine');
        expect(await text('many', 'shared', 'b', 'x', 'a')).toBe('["bread","","apple"]');
        expect(await text('range', 'shared', '', '')).toBe('["a","b"]');
        expect(await text('hash', 'shared', 'a')).toBe(sha256('apple'));
        const where = { chaincode: 'basic', collection: 'shared', key: 'a' };
        expect((await peer.privateState(where))?.toString()).toBe('apple');
        expect(await peer.states({ chaincode: 'basic' })).toEqual([]);
    });

    it('only its hashes are in what endorsers agree on', async () => {
        const { readWriteSet, privateWrites } = await peer.submit({
            chaincode: 'basic',
            function: 'putTransient',
            args: ['shared', 'key'],
            transient: { value: 'secret' },
        });
        const hashes = { keyHash: hashOf('key'), isDelete: false, valueHash: hashOf('secret'), isPurge: false };
        expect(readWriteSet).toMatchObject([
            { namespace: '_lifecycle' },
            { writes: [], collections: [{ name: 'shared', writes: [hashes] }] },
        ]);
        expect(privateWrites).toMatchObject([{ collection: 'shared', writes: [{ value: Buffer.from('secret') }] }]);
        const blocks = await peer.blocks({ startBlock: 1n });
        for await (const { encoded } of blocks) {
            expect(encoded.includes('secret')).toBe(false);
            break;
        }
    });

    it('goes with its metadata, whose change leaves it readable', async () => {
        await submit('put', 'shared', 'a', 'apple');
        await submit('mark', 'shared', 'a', 'one');
        expect(await text('marks', 'shared', 'a')).toBe('[["m","one"]]');
        expect(await text('get', 'shared', 'a')).toBe('apple');
        await submit('put', 'shared', 'a', 'pear');
        expect(await text('marks', 'shared', 'a')).toBe('[["m","one"]]');
    });

    it.each(['del', 'purge'])('is gone after %s, its hash too', async (name) => {
        await submit('put', 'shared', 'a', 'apple');
        const { readWriteSet } = await submit(name, 'shared', 'a');
        expect(readWriteSet.at(-1)?.collections[0]?.writes[0]?.isPurge).toBe(name === 'purge');
        expect(await text('get', 'shared', 'a')).toBe('');
        expect(await text('hash', 'shared', 'a')).toBe('');
        expect(await peer.privateState({ chaincode: 'basic', collection: 'shared', key: 'a' })).toBeUndefined();
    });

    it('of another organization is its hash only', async () => {
        await submit('put', 'theirs', 'a', 'apple');
        expect(await text('hash', 'theirs', 'a')).toBe(sha256('apple'));
        expect(await refusal('get', 'theirs', 'a')).toBe(
            'private data matching public hash version is not available. ' +
                'Public hash version = {BlockNum: 1, TxNum: 0}, Private data version = <nil>',
        );
        expect(await text('range', 'theirs', '', '')).toBe('[]');
        expect(await text('many', 'theirs', 'a')).toBe('[""]');
        expect(await text('get', 'theirs', 'none')).toBe('');
    });

    it('of a guarded collection is for its members', async () => {
        const ask = async (name: string): Promise<string> => {
            const request = { chaincode: 'basic', function: name, args: ['guarded', 'a', 'v'], identity: bob };
            return (await peer.submit(request)).message;
        };
        const denied = (access: string): string =>
            `tx creator does not have ${access} access permission on privatedata in chaincodeName:basic collectionName: guarded`;
        expect((await submit('put', 'guarded', 'a', 'v')).commit?.status).toBe('VALID');
        expect(await ask('get')).toContain(denied('read'));
        expect(await ask('range')).toContain(denied('read'));
        expect(await ask('marks')).toContain(denied('read'));
        expect(await ask('put')).toContain(denied('write'));
        expect(await ask('purge')).toContain(denied('write'));
        expect(await ask('hash')).toBe('');
    });

    it.each<[string, string, string]>([
        ['rangeThenPut', '', 'Transaction has already performed queries on pvt data. Writes are not allowed'],
        ['putThenRange', '', 'Queries on pvt data is supported only in a read-only transaction'],
        ['get', '_implicit_org_NoneMSP', 'collection [_implicit_org_NoneMSP] not defined in the collection config'],
        ['get', 'none', 'collection mychannel/basic/none could not be found'],
    ])('%s %s is refused', async (name, collection, message) => {
        expect(await refusal(name, collection)).toContain(message);
    });

    it('is written in batches', async () => {
        await submit('put', 'shared', 'k', 'v');
        expect((await submit('batch')).commit?.status).toBe('VALID');
        expect(await text('range', 'shared', '', '')).toBe('["b1"]');
        expect(await text('get', '_implicit_org_Org1MSP', 'b2')).toBe('b2');
    });

    it('that was read and has changed is a conflict, found by its hash', async () => {
        await submit('put', 'shared', 'a', 'apple');
        for (const read of ['get', 'hash', 'marks']) {
            const endorse = (name: string): ReturnType<LocalPeer['endorse']> =>
                peer.endorse({ chaincode: 'basic', function: name, args: ['shared', 'a', read] });
            const [first, reader] = [await endorse('put'), await endorse(read)];
            expect((await peer.commit(first, reader)).map(({ status }) => status)).toEqual([
                'VALID',
                'MVCC_READ_CONFLICT',
            ]);
            const [late, before] = [await endorse(read), await endorse('put')];
            await peer.commit(before);
            expect((await peer.commit(late))[0]?.status).toBe('MVCC_READ_CONFLICT');
        }
    });

    it('expires with the block behind its last one, hash and all', async () => {
        await submit('put', 'short', 'a', 'apple');
        await submit('put', 'shared', 'x', '1');
        expect(await text('get', 'short', 'a')).toBe('apple');
        await submit('put', 'shared', 'x', '2');
        expect(await text('get', 'short', 'a')).toBe('');
        expect(await text('hash', 'short', 'a')).toBe('');
    });

    it('that is written again lives from then on', async () => {
        await submit('put', 'short', 'a', '1');
        await submit('put', 'short', 'a', '2');
        await submit('put', 'shared', 'x', '1');
        expect(await text('get', 'short', 'a')).toBe('2');
        await submit('put', 'shared', 'x', '2');
        expect(await text('get', 'short', 'a')).toBe('');
    });

    it.each<[string, Partial<CollectionOptions>, string]>([
        ['a name', { name: '_x' }, "collection '_x' has an invalid name"],
        ['members', { policy: [] }, "collection 'c' has no member organization"],
        ['an OR', { policy: "AND('A.member', 'B.member')" }, 'which is not an OR of organizations'],
        ['a policy', { policy: 'x' }, 'has a policy that cannot be read'],
        ['a number', { blockToLive: -1 }, "collection 'c' has blockToLive -1"],
    ])('a collection needs %s', (_, change, message) => {
        const { connect } = new ScriptedChaincode('other:1');
        const collections = [{ name: 'c', policy: ['Org1MSP'], ...change }];
        expect(() => peer.install({ name: 'other', connect, collections })).toThrow(message);
    });
});
