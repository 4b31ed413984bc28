import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyValue, MessageType, pageMetadata, pageRequest, requests } from '@heddle/protocol';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LocalPeer } from '../local-peer';
import type { ObservedQueryWarning } from '../observe/peer-observer';
import { type Script, ScriptedChaincode } from '../testing/scripted-chaincode';

const CARS: readonly object[] = [
    { make: 'Tesla', colour: 'red', doors: 4, owner: { name: 'Ann', tags: ['x', 'y'] } },
    { make: 'Audi', colour: 'red', doors: 2, owner: { name: 'Bob', tags: [] } },
    { make: 'Skoda', colour: 'blue', doors: 4, owner: { name: 'ann', tags: ['y'] } },
    { make: 'Fiat', doors: 2.5, b: '<&>', a: null },
];

/** Each of a design document of its own, named after its fields. */
const INDEXES = [['make'], ['doors', 'make'], ['owner.name']].map((fields) => ({
    name: `META-INF/statedb/couchdb/indexes/${fields.join('-')}.json`,
    content: JSON.stringify({ index: { fields }, ddoc: fields.join('-'), name: fields.join('-') }),
}));

interface Page {
    readonly rows: readonly (readonly [string, unknown])[];
    readonly bookmark: string;
    readonly count: number;
}

const script: Script = {
    async fill({ ask }, collection = '') {
        const records = CARS.map((car, index) => ({
            type: MessageType.PUT_STATE,
            key: `car${index}`,
            value: Buffer.from(JSON.stringify(car)),
            collection,
        }));
        await ask(requests.writeBatchState, { records });
    },
    async put({ ask }, key = '', value = '') {
        await ask(requests.putState, { key, value: Buffer.from(value) });
    },
    async query({ ask }, query = '', pageSize = '0', bookmark = '', collection = '') {
        const metadata = pageRequest.encode({ pageSize: Number(pageSize), bookmark });
        const page = await ask(requests.getQueryResult, { query, collection, metadata });
        const rows = page.results.map(({ resultBytes }) => {
            const { key, value } = keyValue.decode(resultBytes);
            return [key, value.toString()];
        });
        const { bookmark: next, fetchedRecordsCount: count } = pageMetadata.decode(page.metadata);
        return JSON.stringify({ rows, bookmark: next, count });
    },
    async queryAndPut({ ask }, query = '', pageSize = '0') {
        const metadata = pageRequest.encode({ pageSize: Number(pageSize), bookmark: '' });
        await ask(requests.getQueryResult, { query, metadata });
        await ask(requests.putState, { key: 'other', value: Buffer.from('v') });
    },
};

describe('a rich query', () => {
    let peer: LocalPeer;

    beforeEach(async () => {
        peer = await LocalPeer.start({ queries: 'couchdb' });
        const { packageId, connect } = new ScriptedChaincode('basic:1', script);
        const collections = [{ name: 'shared', policy: ['Org1MSP'] }];
        peer.install({ name: 'basic', packageId, connect, collections, indexes: INDEXES });
        await peer.submit({ chaincode: 'basic', function: 'fill', args: [''] });
    });

    afterEach(() => peer.close());

    async function page(query: object | string, ...args: string[]): Promise<Page> {
        const text = typeof query === 'string' ? query : JSON.stringify(query);
        const { payload, message } = await peer.evaluate({
            chaincode: 'basic',
            function: 'query',
            args: [text, ...args],
        });
        if (message !== '') throw new Error(message);
        return JSON.parse(payload.toString()) as Page;
    }

    async function keys(query: object, ...args: string[]): Promise<string> {
        return (await page(query, ...args)).rows.map(([key]) => key.replace('car', '')).join('');
    }

    it.each<[object, string]>([
        [{}, '0123'],
        [{ colour: 'red' }, '01'],
        // A field that is missing fulfils nothing but $exists: false.
        [{ colour: { $ne: 'red' } }, '2'],
        [{ doors: { $gt: 2, $lt: 4 } }, '3'],
        [{ $or: [{ make: 'Audi' }, { make: 'Fiat' }] }, '13'],
        [{ $and: [{ colour: 'red' }, { doors: { $gte: 4 } }] }, '0'],
        [{ $not: { colour: 'red' } }, '2'],
        [{ $nor: [{ colour: 'blue' }, { doors: 4 }] }, '1'],
        [{ 'owner.name': 'Ann' }, '0'],
        [{ owner: { name: 'Bob' } }, '1'],
        [{ 'owner.tags': { $elemMatch: { $eq: 'y' } } }, '02'],
        [{ 'owner.tags': { $size: 0 } }, '1'],
        [{ 'owner.tags': { $all: ['x', 'y'] } }, '0'],
        [{ colour: { $exists: false } }, '3'],
        [{ colour: { $in: ['blue', 'green'] } }, '2'],
        // In the order of the index that it is found by.
        [{ make: { $regex: 'a$' } }, '20'],
        [{ make: { $beginsWith: 'S' } }, '2'],
        [{ make: { $beginsWith: '.' } }, ''],
        [{ doors: { $mod: [2, 0] } }, '012'],
        [{ a: { $type: 'null' } }, '3'],
        [{ _id: { $gt: 'car1' } }, '23'],
    ])('%j finds %s', async (selector, expected) => {
        expect(await keys({ selector })).toBe(expected);
    });

    it.each<[unknown[], string]>([
        [['make'], '1320'],
        [[{ make: 'desc' }], '0231'],
        [[{ doors: 'asc' }, { make: 'asc' }], '1320'],
        // What has not the field is not found; 'ann' is before 'Ann' in ICU's order, unlike in that of bytes.
        [['owner.name'], '201'],
    ])('sorted by %j gives %s', async (sort, expected) => {
        expect(await keys({ selector: {}, sort })).toBe(expected);
    });

    it('gives the fields that it names, and documents as the peer writes them', async () => {
        const { rows } = await page({ selector: { make: 'Tesla' }, fields: ['owner.name', 'doors', 'none'] });
        expect(rows).toEqual([['car0', '{"doors":4,"owner":{"name":"Ann"}}']]);
        const whole = await page({ selector: { make: 'Fiat' } });
        expect(whole.rows[0]?.[1]).toBe('{"a":null,"b":"\\u003c\\u0026\\u003e","doors":2.5,"make":"Fiat"}');
    });

    it.each<[string, object]>([
        ['by key', { selector: {} }],
        ['by a sort', { selector: {}, sort: [{ doors: 'desc' }, { make: 'desc' }] }],
    ])('is read page by page, %s', async (_, query) => {
        const first = await page(query, '3');
        const second = await page(query, '3', first.bookmark);
        const third = await page(query, '3', second.bookmark);
        expect([first.count, second.count, third.count]).toEqual([3, 1, 0]);
        const all = [...first.rows, ...second.rows];
        expect(all).toEqual((await page(query)).rows);
        // As long as one asks: it is no sign of the end.
        expect(third.bookmark).toBe(second.bookmark);
    });

    it("passes over the query's own limit, as a peer does, and skips", async () => {
        expect(await keys({ selector: {}, limit: 1 })).toBe('0123');
        expect(await keys({ selector: {}, skip: 3 })).toBe('3');
    });

    it.each<[string, object | string]>([
        ['the query is no JSON', 'x'],
        ['cannot unmarshal', '[]'],
        ['Error:missing_required_key,  Status Code:400,  Reason:Missing required key: selector', {}],
        ['fields definition must be an array', { selector: {}, fields: 'make' }],
        ['not_supported,  Status Code:400,  Reason:Unsupported operator: $near', { selector: { make: { $near: 1 } } }],
        ['Invalid operator: $nearly', { selector: { make: { $nearly: 1 } } }],
        ['Selector must be a JSON object', { selector: 'x' }],
        ['unsupported_mixed_sort', { selector: {}, sort: [{ a: 'asc' }, { b: 'desc' }] }],
        ['invalid_sort_field', { selector: {}, sort: [{ a: 'up' }] }],
        ['Invalid bookmark value: "nil"', { selector: {}, bookmark: 'nil' }],
        ['invalid_bookmark', { selector: {}, bookmark: 'xyz' }],
        ['no_usable_index', { selector: {}, sort: ['colour'] }],
        ['Invalid key limits for this request.', { selector: {}, limits: 1 }],
        ['Invalid field name: a..b', { selector: { 'a..b': 1 } }],
        ['Invalid field name: a..b', { selector: {}, fields: ['a..b'] }],
        ['Invalid index name: 1', { selector: {}, use_index: 1 }],
        ['Reason:_design/none specified by', { selector: {}, use_index: 'none', allow_fallback: false }],
        ['Status Code:500,  Reason:function_clause', { selector: { doors: { $in: [1, null] } } }],
    ])('is refused: %s', async (text, query) => {
        await expect(page(query)).rejects.toThrow(text);
    });

    it('is refused where an expression goes back and forth without end, and the peer goes on', async () => {
        await peer.submit({ chaincode: 'basic', function: 'put', args: ['long', `{"make":"${'a'.repeat(40)}!"}`] });
        await expect(page({ selector: { make: { $regex: '^(?:(\\w+)+)$' } } })).rejects.toThrow(
            'the $regex "^(?:(\\\\w+)+)$" of field \'make\' took longer than',
        );
        expect(await keys({ selector: { make: { $regex: '^a+!$' } } })).toBe('long');
    });

    it('on private data gives what its members have', async () => {
        await peer.submit({ chaincode: 'basic', function: 'fill', args: ['shared'] });
        expect(await keys({ selector: { colour: 'red' } }, '0', '', 'shared')).toBe('01');
    });

    it('has the keys that it gave in its read set, and no others', async () => {
        const query = JSON.stringify({ selector: { colour: 'red' } });
        const endorse = (name: string, ...args: string[]): ReturnType<LocalPeer['endorse']> =>
            peer.endorse({ chaincode: 'basic', function: name, args });
        const status = async (key: string): Promise<string | undefined> => {
            const reader = await endorse('queryAndPut', query);
            await peer.commit(await endorse('put', key, '{"colour":"red"}'));
            return (await peer.commit(reader))[0]?.status;
        };
        // A phantom: nobody looks for it.
        expect(await status('car9')).toBe('VALID');
        expect(await status('car0')).toBe('MVCC_READ_CONFLICT');
    });

    it('is sorted by the indexes of a folder, and tells the observer of a file that makes none', async () => {
        const folder = mkdtempSync(join(tmpdir(), 'heddle-indexes-'));
        const files = join(folder, 'META-INF/statedb/couchdb/indexes');
        mkdirSync(files, { recursive: true });
        writeFileSync(join(files, 'colour.json'), '{"index":{"fields":["colour"]},"ddoc":"colour","name":"colour"}');
        writeFileSync(join(files, 'wrong.json'), '{"index":{"fields":[{"colour":"DESC"}]}}');
        const warnings: ObservedQueryWarning[] = [];
        await using own = await LocalPeer.start({
            queries: 'couchdb',
            observer: { queryWarning: (warning) => warnings.push(warning) },
        });
        const { packageId, connect } = new ScriptedChaincode('basic:1', script);
        own.install({ name: 'basic', packageId, connect, indexes: folder });
        rmSync(folder, { recursive: true });
        await own.submit({ chaincode: 'basic', function: 'fill', args: [''] });
        const args = [JSON.stringify({ selector: {}, sort: [{ colour: 'desc' }] })];
        const { payload } = await own.evaluate({ chaincode: 'basic', function: 'query', args });
        const { rows } = JSON.parse(payload.toString()) as Page;
        expect(rows.map(([key]) => key)).toEqual(['car1', 'car0', 'car2']);
        expect(warnings).toEqual([
            { channel: 'mychannel', chaincode: 'basic', text: expect.stringContaining('wrong.json makes no index') },
        ]);
    });

    it('of documents goes with a warning of one that CouchDB does not take', async () => {
        const warnings: string[] = [];
        const queryWarning = ({ text }: ObservedQueryWarning): number => warnings.push(text);
        await using own = await LocalPeer.start({ queries: 'couchdb', observer: { queryWarning } });
        const { packageId, connect } = new ScriptedChaincode('basic:1', script);
        own.install({ name: 'basic', packageId, connect });
        const args = ['k', JSON.stringify({ text: 'x'.repeat(8_000_000) })];
        const { commit } = await own.submit({ chaincode: 'basic', function: 'put', args });
        expect(commit?.status).toBe('VALID');
        expect(warnings).toEqual([expect.stringContaining('max_document_size')]);
    });

    it('with pages is for transactions that write nothing', async () => {
        const args = [JSON.stringify({ selector: {} }), '2'];
        const { message } = await peer.submit({ chaincode: 'basic', function: 'queryAndPut', args });
        expect(message).toContain('Transaction has already performed a paginated query. Writes are not allowed');
    });

    it.each<[string, string, string]>([
        ['_key', 'v', 'invalid key [_key], cannot begin with "_"'],
        ['', 'v', 'invalid key. Empty string is not supported as a key by couchdb'],
        ['k', '{"_id":1}', 'field [_id] is not valid for the CouchDB state database'],
        ['k', '{"~version":1}', 'field [~version] is not valid for the CouchDB state database'],
    ])("CouchDB cannot keep the key '%s' with %s", async (key, value, text) => {
        const { message } = await peer.submit({ chaincode: 'basic', function: 'put', args: [key, value] });
        expect(message).toContain(text);
    });

    it.each(['', 'text', '["_id"]', 'null', '{"a":{"_b":1}}'])('but may keep %j', async (value) => {
        const { commit } = await peer.submit({ chaincode: 'basic', function: 'put', args: ['k', value] });
        expect(commit?.status).toBe('VALID');
    });
});
