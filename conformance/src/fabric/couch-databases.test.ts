import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { emptyCouchDb } from './couch-databases';

/** As much of a CouchDB as lists, makes and deletes databases and documents. */
let databases: Set<string>;
let documents: Set<string>;
let server: Server;

beforeEach(async () => {
    databases = new Set(['_users', 'of_somebody_else']);
    documents = new Set();
    server = createServer((request, response) => {
        const path = decodeURIComponent(request.url ?? '').slice(1);
        const kind = path.includes('/') ? documents : databases;
        const answer = (status: number, body: unknown): void => {
            response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
        };
        if (path === '_all_dbs') answer(200, [...databases].sort());
        else if (request.method === 'PUT') answer(201, { ok: kind.add(path).has(path) });
        else if (request.method === 'DELETE') answer(200, { ok: kind.delete(path) });
        else answer(kind.has(path) ? 200 : 404, {});
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
});

afterEach(() => {
    server.closeAllConnections();
    server.close();
});

function empty(): Promise<void> {
    const { port } = server.address() as AddressInfo;
    return emptyCouchDb(`http://admin:secret@127.0.0.1:${port}`);
}

describe('the databases of a CouchDB, before a suite', () => {
    it('are without those that earlier suites have left, and with all others', async () => {
        await empty();
        // What a peer makes in the suite.
        for (const name of ['mychannel_', 'mychannel_basic', 'mychannel_lscc']) databases.add(name);
        await empty();
        expect([...databases].sort()).toEqual(['_users', 'fabric__internal', 'of_somebody_else']);
        expect([...documents]).toEqual(['fabric__internal/heddle_conformance']);
    });

    it('are left as they are where no suite has made them', async () => {
        for (const name of ['fabric__internal', 'mychannel_basic']) databases.add(name);
        await expect(empty()).rejects.toThrow(
            /has the database fabric__internal, which no conformance suite has made: give COUCHDB_URL a CouchDB of its own/,
        );
        expect(databases.has('mychannel_basic')).toBe(true);
    });
});
