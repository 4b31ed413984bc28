import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NO_BROWSER } from '../harness/browser';
import { asset, StudioPage } from './studio-page';

interface Sent {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string | Buffer;
}

interface Answered {
    readonly status: number;
    readonly headers: IncomingHttpHeaders;
    readonly text: string;
}

const inBrowser = NO_BROWSER === undefined ? describe : describe.skip;

inBrowser('what the page of heddle dev answers', () => {
    let studio: StudioPage;
    let port: number;
    let withKey: Readonly<Record<string, string>>;
    beforeAll(async () => {
        studio = await StudioPage.start();
        port = Number(new URL(studio.address).port);
        withKey = { authorization: `Bearer ${studio.key}` };
        await studio.call('submit', 'createAsset', asset('a1'));
    });
    afterAll(async () => {
        await studio[Symbol.asyncDispose]();
    });

    /** As a program on this machine sends it: nothing is added, nothing is corrected. */
    async function send(path: string, { method = 'GET', headers = {}, body }: Sent = {}): Promise<Answered> {
        const sent = request({
            host: '127.0.0.1',
            port,
            path,
            method,
            headers: { host: `localhost:${port}`, ...headers },
        });
        sent.end(body);
        const [response] = (await once(sent, 'response')) as [IncomingMessage];
        const parts: Buffer[] = [];
        for await (const part of response as AsyncIterable<Buffer>) parts.push(part);
        return { status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(parts).toString() };
    }

    it.each<[what: string, status: number, path: string, sent: Sent]>([
        ['another name of this machine', 421, '/', { headers: { host: 'evil.test' } }],
        ['its own name without the port', 421, '/', { headers: { host: 'localhost' } }],
        ['a script of another page', 403, '/api/v1/network', { headers: { origin: 'http://localhost:3000' } }],
        ['a page without an origin', 403, '/api/v1/network', { headers: { origin: 'null' } }],
        [
            'a picture in another page',
            403,
            '/',
            { headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'image' } },
        ],
        ['nobody it knows', 401, '/api/v1/network', {}],
        ['a wrong key', 401, '/api/v1/network', { headers: { authorization: 'Bearer x' } }],
        ['a wrong method', 405, '/api/v1/network', { method: 'PUT', headers: { authorization: 'with key' } }],
        [
            'a method of another route',
            405,
            '/api/v1/network',
            { method: 'POST', headers: { authorization: 'with key', 'content-type': 'application/json' } },
        ],
        [
            'a form',
            415,
            '/api/v1/calls',
            { method: 'POST', headers: { authorization: 'with key', 'content-type': 'text/plain' }, body: '{}' },
        ],
        [
            'no JSON',
            400,
            '/api/v1/calls',
            { method: 'POST', headers: { authorization: 'with key', 'content-type': 'application/json' }, body: '{' },
        ],
        [
            'a call without a name',
            400,
            '/api/v1/calls',
            { method: 'POST', headers: { authorization: 'with key', 'content-type': 'application/json' }, body: '{}' },
        ],
        [
            '5 MiB',
            413,
            '/api/v1/calls',
            {
                method: 'POST',
                headers: { authorization: 'with key', 'content-type': 'application/json' },
                body: Buffer.alloc(5 * 1024 * 1024, 32),
            },
        ],
        ['no rows', 400, '/api/v1/transactions?limit=0', { headers: { authorization: 'with key' } }],
        ['some rows', 400, '/api/v1/transactions?limit=x', { headers: { authorization: 'with key' } }],
        [
            'a block before the first',
            400,
            '/api/v1/state?namespace=asset-transfer&asOf=-1',
            { headers: { authorization: 'with key' } },
        ],
        [
            'a block to come',
            400,
            '/api/v1/state?namespace=asset-transfer&asOf=99999',
            { headers: { authorization: 'with key' } },
        ],
        [
            'a chaincode that is not there',
            404,
            '/api/v1/state?namespace=nothing',
            { headers: { authorization: 'with key' } },
        ],
        [
            'an id of 63 digits',
            400,
            `/api/v1/transactions/${'a'.repeat(63)}`,
            { headers: { authorization: 'with key' } },
        ],
        [
            'an id that nobody has',
            404,
            `/api/v1/transactions/${'a'.repeat(64)}`,
            { headers: { authorization: 'with key' } },
        ],
        [
            'a version that cannot be read',
            400,
            '/api/v1/history?namespace=asset-transfer&key=a1&before=x',
            { headers: { authorization: 'with key' } },
        ],
        ['no reference', 400, '/api/v1/bytes?of=x', { headers: { authorization: 'with key' } }],
        [
            'a reference to nothing',
            404,
            `/api/v1/bytes?of=${encodeURIComponent('["state","asset-transfer","../../etc/passwd"]')}`,
            { headers: { authorization: 'with key' } },
        ],
        [
            'all of what nobody has',
            404,
            `/api/v1/transactions/${'a'.repeat(64)}/raw`,
            { headers: { authorization: 'with key' } },
        ],
        ['a file elsewhere', 404, '/../../etc/passwd', {}],
        ['the same, encoded', 404, '/%2e%2e/%2e%2e/etc/passwd', {}],
        ['nothing', 404, '//', {}],
        ['what only real networks could refuse', 404, '/api/v1/nothing', { headers: { authorization: 'with key' } }],
    ])('studio promise 13: refuses %s with %i', async (_, status, path, { headers = {}, ...sent }) => {
        const given = headers['authorization'] === 'with key' ? { ...headers, ...withKey } : headers;
        const answered = await send(path, { ...sent, headers: given });
        expect(answered.status).toBe(status);
        const { error } = JSON.parse(answered.text) as {
            readonly error: { readonly message: string; readonly remedy: string };
        };
        expect(error.message).not.toBe('');
        expect(error.remedy).toEqual(expect.any(String));
        expect(answered.text).not.toContain(studio.key);
    });

    it('answers nothing across origins, and nothing that a browser may keep of the ledger', async () => {
        const answered = await send('/api/v1/network', { headers: withKey });
        expect(answered.status).toBe(200);
        expect(answered.headers['access-control-allow-origin']).toBeUndefined();
        expect(answered.headers['cache-control']).toBe('no-store');
        const page = await send('/transactions/abc');
        expect(page.headers['content-security-policy']).toContain("default-src 'none'");
        expect(page.text).not.toContain(studio.key);
        expect((await send('/', { method: 'OPTIONS' })).status).toBe(405);
    });

    it('runs a call once, however often its id comes', async () => {
        const body = JSON.stringify({
            callId: 'once',
            mode: 'submit',
            chaincode: 'asset-transfer',
            function: 'createAsset',
            args: [asset('once')],
            identity: { mspId: 'Org1MSP', user: 'User1' },
        });
        const headers = { ...withKey, 'content-type': 'application/json' };
        const answers = await Promise.all(
            [1, 2, 3].map(() => send('/api/v1/calls', { method: 'POST', headers, body })),
        );
        expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
        const again = await send('/api/v1/calls', { method: 'POST', headers, body });
        const first = answers.find(({ status }) => status === 200);
        expect(again.text).toBe(first?.text);
    });

    it('studio promise 14: gives a page of another origin nothing, and does nothing for it', async () => {
        const address = `http://localhost:${port}`;
        const evil = createServer((_, response) => {
            response.setHeader('content-type', 'text/html');
            response.end(`<form method="post" action="${address}/api/v1/calls" enctype="text/plain"><input name="x"></form>
                <iframe src="${address}/"></iframe><img src="${address}/api/v1/network">`);
        });
        await once(evil.listen(0, '127.0.0.1'), 'listening');
        const height = (await send('/api/v1/network', { headers: withKey })).text;
        const page = await studio.open();
        await page.goto(`http://localhost:${(evil.address() as AddressInfo).port}/`);
        const outcomes = await page.evaluate<string[]>(`Promise.all([
            fetch('${address}/api/v1/network').then(() => 'read', () => 'refused'),
            fetch('${address}/api/v1/calls', { method: 'POST', body: '{}', mode: 'no-cors' }).then((r) => r.type, () => 'refused'),
            new Promise((resolve) => {
                const source = new EventSource('${address}/api/v1/feed');
                source.onmessage = () => resolve('read');
                source.onerror = () => resolve('refused');
            }),
        ])`);
        expect(outcomes).toEqual(['refused', expect.stringMatching(/refused|opaque/), 'refused']);
        const framed = await page.evaluate<boolean>(
            '(() => { try { return frames[0].document.body.innerHTML.includes("studio"); } catch { return false; } })()',
        );
        expect(framed).toBe(false);
        expect((await send('/api/v1/network', { headers: withKey })).text).toBe(height);
        await page.context().close();
        evil.closeAllConnections();
        evil.close();
    });
});
