import { pageRequest, requests } from '@heddle/protocol';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LocalPeer } from '../local-peer';
import type { SimulatedQueries } from '../records/simulated-query';
import { type Script, ScriptedChaincode } from '../testing/scripted-chaincode';
import type { ObservedProposal } from './peer-observer';

const BY_OWNER = '{"selector":{"owner":"ann"},"use_index":["owners","by-owner"]}';
const INDEX = { index: { fields: ['owner'] }, ddoc: 'owners', name: 'by-owner', type: 'json' };
const IN_COLLECTION = { collection: 'secrets' };

const script: Script = {
    async fill({ ask }) {
        for (const key of ['a', 'b', 'c']) {
            const value = Buffer.from(JSON.stringify({ owner: key === 'c' ? 'bob' : 'ann' }));
            await ask(requests.putState, { key, value });
            await ask(requests.putState, { ...IN_COLLECTION, key, value });
        }
    },
    async find({ ask }, query = '', collection = '') {
        await ask(requests.getQueryResult, { query, collection });
    },
    async findPage({ ask }, query = '') {
        const metadata = pageRequest.encode({ pageSize: 1, bookmark: '' });
        await ask(requests.getQueryResult, { query, metadata });
    },
    async range({ ask }, startKey = '', endKey = '') {
        await ask(requests.getStateByRange, { startKey, endKey });
        await ask(requests.getStateByRange, { ...IN_COLLECTION, startKey, endKey });
    },
    async histories({ ask }, key = '', count = '') {
        for (let index = 0; index < Number(count); index++) await ask(requests.getHistoryForKey, { key });
    },
};

describe('queries of an observed proposal', () => {
    const seen: ObservedProposal[] = [];
    let peer: LocalPeer;
    beforeAll(async () => {
        const observer = { proposal: (told: ObservedProposal) => void seen.push(told) };
        peer = await LocalPeer.start({ observer, queries: 'couchdb' });
        const { connect } = new ScriptedChaincode('basic:1', script);
        const indexes = [{ name: 'META-INF/statedb/couchdb/indexes/by-owner.json', content: JSON.stringify(INDEX) }];
        const collections = [{ name: 'secrets', policy: ['Org1MSP'] }];
        peer.install({ name: 'basic', packageId: 'basic:1', connect, indexes, collections });
        await peer.submit({ chaincode: 'basic', function: 'fill' });
    });
    afterAll(() => peer.close());

    async function queriesOf(name: string, ...args: string[]): Promise<SimulatedQueries | undefined> {
        await peer.submit({ chaincode: 'basic', function: name, args });
        return seen.at(-1)?.result?.queries;
    }

    it('are an empty list for a transaction without queries', async () => {
        expect(await queriesOf('fill')).toEqual({ noted: [], others: 0 });
    });

    it('have the selector of a rich query, its index, and how many rows came back', async () => {
        const queries = await queriesOf('find', BY_OWNER);
        const asked = { namespace: 'basic', collection: '', text: BY_OWNER, size: BY_OWNER.length, page: undefined };
        expect(queries).toEqual({
            noted: [{ kind: 'rich', ...asked, index: 'owners/by-owner', rows: 2, isComplete: true }],
            others: 0,
        });
        expect(Object.isFrozen(queries?.noted[0])).toBe(true);
    });

    it('have a query of private data, which goes by no index of public state', async () => {
        const text = '{"selector":{"owner":"bob"}}';
        expect((await queriesOf('find', text, 'secrets'))?.noted).toMatchObject([
            { kind: 'rich', collection: 'secrets', text, index: undefined, rows: 1, isComplete: true },
        ]);
    });

    it('have the page that was asked for', async () => {
        expect((await queriesOf('findPage', BY_OWNER))?.noted).toMatchObject([
            { kind: 'rich', page: { size: 1, bookmark: '' }, rows: 1, isComplete: false },
        ]);
    });

    it('have a long query by its first 16 KiB, and never half of a character', async () => {
        const owner = 'é'.repeat(16 * 1024);
        const text = JSON.stringify({ selector: { owner } });
        const [noted] = (await queriesOf('find', text))?.noted ?? [];
        if (noted?.kind !== 'rich') throw new Error('it is not noted');
        expect(noted.size).toBe(Buffer.byteLength(text));
        expect([16_383, 16_384]).toContain(Buffer.byteLength(noted.text));
        expect(text.startsWith(noted.text)).toBe(true);
    });

    it('have ranges of private data; those of public state are in the read set', async () => {
        expect((await queriesOf('range', 'b', 'z'))?.noted).toEqual([
            {
                kind: 'private range',
                namespace: 'basic',
                collection: 'secrets',
                startKey: 'b',
                endKey: 'z',
                rows: 2,
                isComplete: true,
            },
        ]);
    });

    it('have histories; of more than a thousand queries the first thousand, and how many there were besides', async () => {
        const { noted = [], others } = (await queriesOf('histories', 'a', '1003')) ?? {};
        expect(noted[0]).toMatchObject({ kind: 'history', key: 'a', rows: 2, isComplete: true });
        expect([noted.length, others]).toEqual([1000, 3]);
    });
});
