import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CouchDatabases } from './couch-databases';

const AUTHORIZATION = `Basic ${Buffer.from('admin:secret').toString('base64')}`;

/** The few requests of CouchDB's that are made of it: databases, and documents that are there or not. */
class SmallCouchDb implements AsyncDisposable {
    /** The documents of each database. */
    readonly databases = new Map<string, Set<string>>();
    readonly #server: Server;

    constructor() {
        this.#server = createServer((request, response) => {
            const { method = '', url = '', headers } = request;
            request.resume();
            const path = url.slice(1).split('/').map(decodeURIComponent);
            const allowed = headers.authorization === AUTHORIZATION;
            response.statusCode = allowed ? this.#answer(method, path) : 401;
            response.end(url === '/_all_dbs' ? JSON.stringify([...this.databases.keys()]) : '{}');
        }).listen(0, '127.0.0.1');
    }

    async url(password = 'secret'): Promise<string> {
        if (!this.#server.listening) await once(this.#server, 'listening');
        const { port } = this.#server.address() as AddressInfo;
        return `http://admin:${password}@127.0.0.1:${port}`;
    }

    async [Symbol.asyncDispose](): Promise<void> {
        if (!this.#server.listening) return;
        this.#server.close();
        this.#server.closeAllConnections();
        await once(this.#server, 'close');
    }

    #answer(method: string, [database = '', document]: readonly string[]): number {
        if (database === '_all_dbs') return 200;
        return document === undefined
            ? this.#answerOfDatabase(method, database)
            : this.#answerOfDocument(method, database, document);
    }

    #answerOfDatabase(method: string, name: string): number {
        if (method === 'DELETE') return this.databases.delete(name) ? 200 : 404;
        this.databases.set(name, new Set());
        return 201;
    }

    #answerOfDocument(method: string, database: string, name: string): number {
        const documents = this.databases.get(database);
        if (method === 'PUT') documents?.add(name);
        return documents?.has(name) === true ? 200 : 404;
    }
}

let couch: SmallCouchDb;

beforeEach(() => {
    couch = new SmallCouchDb();
});

afterEach(() => couch[Symbol.asyncDispose]());

const names = (): string[] => [...couch.databases.keys()].sort();

function have(...databases: readonly string[]): void {
    for (const one of databases) couch.databases.set(one, new Set());
}

describe('the databases of a network', () => {
    it('are gone when it is', async () => {
        have('_users', 'orders', 'mychannels');
        const databases = await CouchDatabases.open(await couch.url());
        expect(names()).toContain('fabric__internal');
        have('mychannel_', 'mychannel_scenarios$$pboth$organizations', 'other_called');
        await databases[Symbol.asyncDispose]();
        expect(names()).toEqual(['_users', 'mychannels', 'orders']);
    });

    it('begin without those that a killed suite has left', async () => {
        await CouchDatabases.open(await couch.url());
        have('mychannel_', 'other_');
        await CouchDatabases.open(await couch.url());
        expect(names()).toEqual(['fabric__internal']);
    });

    it.each([['fabric__internal'], ['mychannel_scenarios']])(
        "are not put among another peer's, such as %s, of which nothing is deleted",
        async (name) => {
            have(name, 'other_');
            const url = await couch.url();
            const { host } = new URL(url);
            await expect(CouchDatabases.open(url)).rejects.toThrow(
                `the CouchDB at ${host} has the state of a peer that no conformance suite has started: ${name} and 1 more. ` +
                    'Nothing was deleted. Give COUCHDB_URL a CouchDB of its own, or, if nobody needs that state, delete ' +
                    `each database: curl -X DELETE http://USER:PASSWORD@${host}/${name}`,
            );
            expect(names()).toEqual([name, 'other_']);
        },
    );

    it('need an administrator', async () => {
        await expect(CouchDatabases.open(await couch.url('wrong'))).rejects.toThrow(
            /answers 401 to GET \/_all_dbs: COUCHDB_URL has to name an administrator, http:\/\/user:password@host:port$/,
        );
    });

    it('need a CouchDB that answers', async () => {
        const url = await couch.url();
        await couch[Symbol.asyncDispose]();
        await expect(CouchDatabases.open(url)).rejects.toThrow(
            `no CouchDB answers at ${new URL(url).host}: start one, or unset COUCHDB_URL to keep state in LevelDB`,
        );
    });
});
