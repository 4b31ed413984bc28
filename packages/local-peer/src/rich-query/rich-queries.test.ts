import { describe, expect, it } from '@jest/globals';
import type { Scan, StateEntry } from '../ledger/ledger-store';
import { type QueryWarning, RichQueries, type RichQueryRequest } from './rich-queries';

const FOLDER = 'META-INF/statedb/couchdb/indexes/';

function index(name: string, fields: readonly unknown[], more: object = {}): { name: string; content: string } {
    return { name: `${FOLDER}${name}.json`, content: JSON.stringify({ index: { fields, ...more }, ddoc: name, name }) };
}

class Database {
    readonly warnings: QueryWarning[] = [];
    readonly queries = new RichQueries((warning) => this.warnings.push(warning));
    readonly #documents: readonly object[];

    constructor(documents: readonly object[], ...indexes: readonly { name: string; content: string }[]) {
        this.#documents = documents;
        this.queries.define('cc', indexes);
    }

    async keys(query: object, page: Partial<RichQueryRequest> = {}): Promise<string> {
        const request = { namespace: 'cc', collection: '', text: JSON.stringify(query), ...page };
        const rows = await this.queries.find(() => this.#scan(), request);
        const keys: string[] = [];
        for (let row = await rows.next(); row !== undefined; row = await rows.next()) keys.push(row.key);
        return keys.map((key) => String(Number(key))).join(' ');
    }

    #scan(): Scan<StateEntry> {
        const version = { blockNumber: 1n, txNumber: 0n };
        const rows = this.#documents.map((document, place) => ({
            key: String(place).padStart(4, '0'),
            value: Buffer.from(JSON.stringify(document)),
            version,
            metadata: Buffer.alloc(0),
        }));
        return { next: () => Promise.resolve(rows.shift()), close: () => Promise.resolve() };
    }
}

const DOCUMENTS = [{ a: 3, b: 1 }, { a: 1, b: 2 }, { a: 2 }, { b: 0 }];
const ALL = { a: { $gt: null } };

describe('a rich query', () => {
    it('comes in the order of its index, of which a document without the fields is no part', async () => {
        const database = new Database(DOCUMENTS, index('a', ['a']), index('a-b', ['a', 'b']));
        expect(await database.keys({ selector: ALL })).toBe('1 2 0');
        expect(await database.keys({ selector: ALL, use_index: 'a-b' })).toBe('1 2 0');
        expect(await database.keys({ selector: {}, sort: ['a', 'b'] })).toBe('1 0');
        expect(await database.keys({ selector: {}, sort: [{ a: 'desc' }] })).toBe('0 2 1');
        expect(await database.keys({ selector: { b: { $gt: null } } })).toBe('0 1 3');
    });

    it('sorts by the id only where the selector asks for one', async () => {
        const database = new Database(DOCUMENTS);
        expect(await database.keys({ selector: { _id: { $gt: null } }, sort: [{ _id: 'desc' }] })).toBe('3 2 1 0');
        await expect(database.keys({ selector: {}, sort: ['_id'] })).rejects.toThrow('no_usable_index');
    });

    it('is sorted by the second field of an index where the first has one value', async () => {
        const database = new Database(DOCUMENTS, index('a-b', ['a', 'b']));
        expect(await database.keys({ selector: { a: 1 }, sort: ['b'] })).toBe('1');
        await expect(database.keys({ selector: ALL, sort: ['b'] })).rejects.toThrow('no_usable_index');
    });

    it('uses an index of some documents only by its name', async () => {
        const partial = index('some', ['a'], { partial_filter_selector: { b: { $exists: true } } });
        const database = new Database(DOCUMENTS, partial);
        expect(await database.keys({ selector: ALL, use_index: 'some' })).toBe('1 0');
        expect(await database.keys({ selector: ALL })).toBe('0 1 2');
    });

    it.each([
        ['"DESC"', index('a', [{ a: 'DESC' }]), 'Invalid sort field: {[{<<"a">>,<<"DESC">>}]}'],
        ['two directions', index('a', [{ a: 'asc' }, { b: 'desc' }]), 'only support a single direction'],
        ['a member that is not known', index('a', ['a'], { unique: true }), 'Invalid key unique for this request.'],
        ['no JSON', { name: `${FOLDER}a.json`, content: '{' }, 'unexpected EOF'],
    ])('has no index of a file with %s, and says so', async (_, file, reason) => {
        const database = new Database(DOCUMENTS, file);
        await expect(database.keys({ selector: ALL, sort: ['a'] })).rejects.toThrow('no_usable_index');
        expect(database.warnings).toHaveLength(1);
        expect(database.warnings[0]?.text).toContain(`META-INF/statedb/couchdb/indexes/a.json makes no index: `);
        expect(database.warnings[0]?.text).toContain(reason);
    });

    it.each([{ $in: [1, null] }, { $in: [[[1]]] }, { $eq: { x: 1, y: 2 } }])(
        'fails with %j where there is any index, and warns before there is one',
        async (condition) => {
            const selector = { a: condition };
            const database = new Database(DOCUMENTS);
            await database.keys({ selector });
            await database.keys({ selector });
            expect(database.warnings).toHaveLength(1);
            expect(database.warnings[0]?.text).toContain('500 function_clause as soon as the chaincode has any index');
            await expect(new Database(DOCUMENTS, index('b', ['b'])).keys({ selector })).rejects.toThrow(
                'Error:unknown_error,  Status Code:500,  Reason:function_clause',
            );
        },
    );

    it('passes over as many rows again before each thousand, and warns', async () => {
        const database = new Database(Array.from({ length: 2500 }, () => ({ a: 1 })));
        const keys = (await database.keys({ selector: {}, skip: 2 })).split(' ').map(Number);
        expect(keys).toHaveLength(2500 - 3 * 2);
        expect(keys.slice(998, 1002)).toEqual([1000, 1001, 1004, 1005]);
        expect(database.warnings.map(({ text }) => text)).toEqual([expect.stringContaining('more than 1,000 rows')]);
        expect((await database.keys({ selector: {}, skip: 2 }, { limit: 1000 })).split(' ')).toHaveLength(1000);
    });

    it('goes without an index that it names and that is not there, and warns', async () => {
        const database = new Database(DOCUMENTS, index('a', ['a']));
        expect(await database.keys({ selector: ALL, use_index: ['none', 'x'] })).toBe('1 2 0');
        expect(database.warnings.map(({ text }) => text)).toEqual([expect.stringContaining('names the index none')]);
    });

    it.each([
        [{ $or: [] }, ''],
        [{ a: 1, $or: [] }, '1'],
        [{ a: { $all: [] } }, ''],
        [{ $and: [{}] }, ''],
        [{ _id: { $gt: '0000', $lt: '0002' } }, '1'],
        // By ICU there is nothing between them; by bytes there is.
        [{ _id: { $gt: 'A', $lt: 'a' } }, ''],
    ])('with %j finds %j', async (selector, expected) => {
        expect(await new Database(DOCUMENTS).keys({ selector })).toBe(expected);
    });
});

it('a value is warned of once, where it is a document above the size that CouchDB takes', () => {
    const database = new Database([]);
    const document = (size: number): Buffer =>
        Buffer.from(JSON.stringify({ text: 'x'.repeat(size - '{"text":""}'.length) }));
    const told = (value: Buffer): number => {
        database.queries.noteValue('cc', value);
        return database.warnings.length;
    };
    expect(told(document(8_000_000))).toBe(0);
    expect(told(Buffer.alloc(8_000_001, 'x'))).toBe(0); // attached, which may have any size
    expect(told(document(8_000_001))).toBe(1);
    expect(told(document(8_000_001))).toBe(1);
});
