import { type Chaincode, success } from '@heddle/core';
import type { Transaction } from '@heddle/studio';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ServedStudio } from '../testing/served-studio';

const QUERY = '{"selector":{"owner":"ann"}}';

const CHAINCODE: Chaincode = {
    Init: () => Promise.resolve(success()),
    async Invoke(stub) {
        const [name, text = ''] = stub.getStringArgs();
        let rows = 0;
        if (name === 'fill') {
            await stub.putState('a', '{"owner":"ann"}');
            await stub.putPrivateData('secrets', 'b', '{"owner":"ann"}');
        }
        if (name === 'find') for await (const { key } of stub.getQueryResult(text)) rows += key.length;
        if (name === 'look') {
            for await (const { key } of stub.getPrivateDataQueryResult('secrets', text)) rows += key.length;
            for await (const { key } of stub.getPrivateDataByRange('secrets', 'a', 'c')) rows += key.length;
            for await (const { txId } of stub.getHistoryForKey('a')) rows += txId.length;
        }
        return success(String(rows));
    },
};

describe('the queries of a transaction, on the page', () => {
    let studio: ServedStudio;
    beforeAll(async () => {
        studio = await ServedStudio.start({ chaincode: CHAINCODE, network: { queries: 'couchdb' } });
        await call('fill');
    });
    afterAll(async () => {
        await studio[Symbol.asyncDispose]();
    });

    async function call(name: string, ...args: string[]): Promise<Transaction> {
        const { txId } = await studio.network.peer.submit({ chaincode: 'store', function: name, args });
        return await studio.read<Transaction>(`transactions/${txId}`);
    }

    it('are not shown where it has made no query', async () => {
        expect((await call('fill')).queries).toEqual([]);
    });

    it('tell what was asked, and how many rows came back', async () => {
        const asked = { size: QUERY.length, text: QUERY };
        expect((await call('find', QUERY)).queries).toEqual([
            { kind: 'rich', namespace: 'store', text: asked, rows: 1, complete: true },
        ]);
        const place = { namespace: 'store', collection: 'secrets' };
        expect((await call('look', QUERY)).queries).toEqual([
            { kind: 'rich', ...place, text: asked, rows: 1, complete: true },
            { kind: 'private range', ...place, start: { text: 'a' }, end: { text: 'c' }, rows: 1, complete: true },
            { kind: 'history', namespace: 'store', key: { text: 'a' }, rows: 2, complete: true },
        ]);
    });

    it('say where nobody has the rest of a long one', async () => {
        const text = JSON.stringify({ selector: { owner: 'x'.repeat(20_000) } });
        const [query] = (await call('find', text)).queries ?? [];
        expect(query?.text).toEqual({ size: text.length, text: text.slice(0, 16 * 1024), cut: true, isLost: true });
    });

    it('are counted where there is no room for them', async () => {
        const long = JSON.stringify({ selector: { owner: 'x'.repeat(15_000) } });
        const chaincode: Chaincode = {
            Init: () => Promise.resolve(success()),
            async Invoke(stub) {
                for (let index = 0; index < 100; index++)
                    for await (const { key } of stub.getQueryResult(long)) expect(key).toBe('');
                return success();
            },
        };
        await using other = await ServedStudio.start({ chaincode, network: { queries: 'couchdb' } });
        const { txId } = await other.network.peer.evaluate({ chaincode: 'store', function: 'many' });
        const { queries = [], leftOut } = await other.read<Transaction>(`transactions/${txId}`);
        expect(queries.length).toBeGreaterThan(50);
        expect(leftOut).toEqual({ queries: 100 - queries.length });
    });
});
