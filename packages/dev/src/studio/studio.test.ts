import { readFileSync, statSync } from 'node:fs';
import type { CallAnswer, CallRequest, Page, RawTransaction, Summary, Transaction } from '@heddle/studio';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PlainRequest } from '../testing/plain-request';
import { ServedStudio } from '../testing/served-studio';
import { openStudioKey } from './http/studio-key';

const USER = { mspId: 'Org1MSP', user: 'User1' };

/** Of a transaction as it is in its envelope. */
interface RawSet {
    readonly writes: readonly object[];
    readonly leftOut?: { readonly writes?: number };
}

function put(callId: string, others: Partial<CallRequest> = {}): PlainRequest {
    const call = { callId, mode: 'submit', chaincode: 'store', function: 'put', args: ['key', callId], identity: USER };
    return { method: 'POST', body: JSON.stringify({ ...call, ...others }) };
}

describe('the page of a network', () => {
    let studio: ServedStudio;
    beforeAll(async () => {
        // A call of many writes takes seconds where the machine is shared, and time limits are no subject here.
        studio = await ServedStudio.start({ network: { executeTimeoutMs: 300_000 } });
    });
    afterAll(async () => {
        await studio[Symbol.asyncDispose]();
    });

    async function list(): Promise<readonly Summary[]> {
        const { text } = await studio.ask('transactions');
        return (JSON.parse(text) as Page<Summary>).items;
    }

    it.each<[what: string, status: number, path: string, sent: PlainRequest]>([
        ['another name', 421, '/', { headers: { host: 'evil.test' } }],
        ['another origin', 403, '/', { headers: { origin: 'http://localhost:3000' } }],
        ['a page without origin', 403, '/', { headers: { origin: 'null' } }],
        ['a picture elsewhere', 403, '/', { headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'image' } }],
        ['a frame elsewhere', 403, '/', { headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'iframe' } }],
        ['no key', 401, '/api/v1/network', {}],
        ['another key', 401, '/api/v1/network', { headers: { authorization: `Bearer ${'x'.repeat(43)}` } }],
        ['another method', 405, '/', { method: 'OPTIONS' }],
        ['a file that is sent', 405, '/', { method: 'POST', headers: { 'content-type': 'application/json' } }],
        ['a form', 415, '/api/v1/calls', { method: 'POST', headers: { 'content-type': 'text/plain' } }],
        ['a file of the machine', 404, '/../../etc/passwd', {}],
        ['an encoded way up', 404, '/%2e%2e/%2e%2e/etc/passwd', {}],
        ['two slashes', 404, '//', {}],
        ['a file of the package', 404, '/files.json', {}],
        ['a folder', 404, '/files/', {}],
    ])('refuses %s with %d', async (_what, status, path, sent) => {
        const { status: answered, headers, text } = await studio.send(path, sent);
        expect(answered).toBe(status);
        expect(headers).not.toHaveProperty('access-control-allow-origin');
        expect((JSON.parse(text) as { error: object }).error).toMatchObject({
            code: expect.any(String),
            message: expect.any(String),
        });
    });

    it('serves its files by their exact names, and its screens', async () => {
        const page = await studio.send('/');
        expect(page.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
        const names = [...page.text.matchAll(/(?:src|href)="(\/[\w.-]+)"/g)].map(([, name = '']) => name);
        expect(names.length).toBeGreaterThanOrEqual(3);
        for (const name of names) {
            const file = await studio.send(name);
            expect([file.status, file.headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable']);
            expect((await studio.send(`${name}/`)).status).toBe(404);
            expect((await studio.send(`/.${name}`)).status).toBe(404);
        }
        const head = await studio.send('/', { method: 'HEAD' });
        expect([head.status, head.text, head.headers['content-length']]).toEqual([
            200,
            '',
            String(Buffer.byteLength(page.text)),
        ]);
        for (const screen of ['/transactions', '/ledger/store?key=a%2Fb', '/contracts/store/put'])
            expect((await studio.send(screen)).text).toBe(page.text);
    });

    it('lets nothing be loaded from elsewhere', async () => {
        for (const path of ['/', '/nothing', '/api/v1/network']) {
            const { headers } = await studio.send(path);
            expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
            expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
        }
    });

    it('has its key in a file of its owner', () => {
        expect(statSync(studio.keyFile).mode & 0o777).toBe(0o600);
        expect(readFileSync(studio.keyFile, 'utf8')).toBe(`${studio.key}\n`);
        expect(openStudioKey(studio.keyFile)).toBe(studio.key);
    });

    it.each([
        ['transactions?limit=0', 400],
        ['transactions?limit=501', 400],
        ['transactions?limit=x', 400],
        ['transactions?before=-1', 400],
        ['state?namespace=store&asOf=-1', 400],
        ['state?namespace=store&asOf=1000000', 400],
        ['state?namespace=store&collection=secrets&asOf=0', 400],
        ['state/key?namespace=store&collection=secrets&key=key&asOf=0', 400],
        ['state?namespace=nothing', 404],
        ['state?namespace=store&collection=nothing', 404],
        ['state', 400],
        [`transactions/${'a'.repeat(63)}`, 400],
        [`transactions/${'a'.repeat(64)}`, 404],
        ['transactions/%', 400],
        ['blocks/1000000', 404],
        ['nothing', 404],
    ])('says what is wrong with %s', async (path, status) => {
        const { status: answered, text } = await studio.ask(path);
        expect({ answered, text }).toMatchObject({ answered: status, text: expect.stringContaining('"message":"') });
    });

    it('tells what applications have done', async () => {
        const id = await studio.network.put('of an application');
        expect((await list())[0]).toMatchObject({
            id,
            call: { name: 'put', args: '"key", "of an application"' },
            outcome: { kind: 'valid' },
            keysWritten: 1,
        });
        const { text } = await studio.ask('state/key?namespace=store&key=key');
        expect(JSON.parse(text)).toMatchObject({ value: { text: 'of an application' }, writtenBy: { id } });
    });

    it('runs a call once', async () => {
        const [first, second] = await Promise.all([studio.ask('calls', put('once')), studio.ask('calls', put('once'))]);
        expect([first.status, second.status].sort((a, b) => a - b)).toEqual([200, 409]);
        const again = await studio.ask('calls', put('once'));
        const answers = [first, second, again].filter(({ status }) => status === 200);
        const ids = answers.map(({ text }) => (JSON.parse(text) as CallAnswer).transaction?.id);
        expect(new Set(ids).size).toBe(1);
        expect((await list()).filter(({ call }) => call.args.includes('"once"'))).toHaveLength(1);
    });

    it('tells what a large call has done, as far as there is room, and how much more it was', async () => {
        const called = await studio.ask('calls', put('large', { function: 'putMany', args: ['300', '16384'] }));
        if (called.status !== 200) throw new Error(called.text.slice(0, 200));
        const { transaction } = JSON.parse(called.text) as CallAnswer;
        if (transaction === undefined) throw new Error('nothing was run');
        const { id, changes, leftOut, keysWritten, outcome } = transaction;
        expect(outcome).toEqual({ kind: 'valid', text: 'VALID' });
        expect(changes.length).toBeGreaterThan(100);
        expect([leftOut, keysWritten]).toEqual([{ changes: 300 - changes.length }, 300]);
        expect(changes[0]).toMatchObject({ key: { text: 'many-0' }, after: { size: 16_384 } });
        expect(await studio.read<Transaction>(`transactions/${id}`)).toMatchObject({ id, leftOut });
        const { document } = await studio.read<RawTransaction>(`transactions/${id}/raw`);
        const [set] = (document as { readonly readWriteSet: readonly RawSet[] }).readWriteSet.slice(-1);
        expect(set?.leftOut).toEqual({ writes: 300 - Number(set?.writes.length) });
    });

    it('counts what is more than a thousand of a kind', async () => {
        const args = Array.from({ length: 1500 }, (_, index) => (index === 0 ? '1200' : 'x'));
        const { text } = await studio.ask('calls', put('wide', { mode: 'evaluate', function: 'getMany', args }));
        const { transaction } = JSON.parse(text) as CallAnswer;
        expect(transaction?.leftOut).toEqual({ args: 500, reads: 200 });
        expect([transaction?.args.length, transaction?.parameters.length]).toEqual([1000, 1000]);
        expect(transaction?.reads).toHaveLength(1000);
    });

    it('changes nothing where one only looks what would happen', async () => {
        const height = async (): Promise<number> =>
            (JSON.parse((await studio.ask('network')).text) as { height: number }).height;
        const before = await height();
        const { text } = await studio.ask('calls', put('tried', { mode: 'try' }));
        expect((JSON.parse(text) as CallAnswer).transaction?.outcome.kind).toBe('tried');
        expect(await height()).toBe(before);
    });

    it('has the words of the peer where it refuses a call', async () => {
        const { text } = await studio.ask('calls', put('nowhere', { chaincode: 'nothing' }));
        expect((JSON.parse(text) as CallAnswer).transaction).toMatchObject({
            outcome: { kind: 'refused' },
            response: { status: 500, message: expect.stringContaining('chaincode nothing not found') },
        });
    });

    it.each<[what: string, others: object]>([
        ['no function', { function: 1 }],
        ['an id that is too long to be remembered', { callId: 'x'.repeat(101) }],
        ['another mode', { mode: 'install' }],
        ['arguments that are no texts', { args: [1] }],
        ['nobody', { identity: {} }],
        ['a user that there is not', { identity: { mspId: 'Org1MSP', user: 'User2' } }],
        ['a user outside of the folder', { identity: { mspId: 'Org1MSP', user: '../User1' } }],
        ['an organization outside of the folder', { identity: { mspId: '../../Org1MSP', user: 'User1' } }],
        ['transient data that are no texts', { transient: { a: 1 } }],
        ['transient data that are none', { transient: null }],
        ['endorsers that are none', { endorsers: 1 }],
        ['an endorser that is none', { endorsers: [1] }],
    ])('refuses a call with %s', async (what, others) => {
        const { status, text } = await studio.ask('calls', put(what, others));
        expect({ status, text }).toMatchObject({ status: 400, text: expect.stringContaining('"remedy":"') });
    });

    it.each([
        ['no JSON', 400, '{'],
        ['no call', 400, 'null'],
        ['more than 4 MiB', 413, Buffer.alloc(5 * 1024 * 1024, ' ')],
    ])('refuses %s', async (_what, status, body) => {
        expect((await studio.ask('calls', { method: 'POST', body })).status).toBe(status);
    });
});
