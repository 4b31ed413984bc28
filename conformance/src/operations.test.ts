import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { ServedPackage } from './harness/served-package';

const CONTRACTS = {
    'index.js': `
        const { Contract, ContractError } = require('@heddle/contract');
        let release;
        const released = new Promise((resolve) => { release = resolve; });
        process.on('SIGUSR2', release);
        exports.contracts = [class Cars extends Contract {
            async create(ctx, id, owner) { await ctx.stub.putState(id, owner); ctx.logger.info('created'); }
            async read(ctx, id) { return String(await ctx.stub.getState(id)); }
            async refuse(ctx) { throw new ContractError('NO', 'no', { status: 409 }); }
            async fail(ctx, secret) { throw new Error('a defect'); }
            async hold(ctx) { ctx.logger.info('holding'); await released; }
        }];`,
};
const CLASSIC = {
    'index.js': `
        const { Contract } = require('@heddle/fabric-contract-api');
        exports.contracts = [class Cars extends Contract {
            async create(ctx, id) { ctx.stub.putState(id, Buffer.from('new')); }
            async clear(ctx, id) { await ctx.stub.putState(id, ''); }
        }, class Cars extends Contract {
            async create(ctx, id) { ctx.stub.putState(id, Buffer.from('new')); }
            async clear(ctx, id) { await ctx.stub.putState(id, ''); }
        }];`,
};
const OPERATIONS = { CORE_OPERATIONS_ADDRESS: '127.0.0.1:0' };

async function operationsOf(served: ServedPackage): Promise<string> {
    const { address } = await served.logged(/^\/healthz, .* are at http:/);
    return `http://${String(address)}`;
}

async function metricsOf(url: string): Promise<Map<string, number>> {
    const response = await fetch(`${url}/metrics`);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    return new Map(
        lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
    );
}

const transaction = (name: string, status: string): string =>
    `heddle_transactions_total{chaincode="cc",contract="Cars",function="${name}",status="${status}"}`;

describe('the operations of heddle server', () => {
    it('count warnings by function and code, those that are silenced too', async () => {
        const silenced = { ...OPERATIONS, CORE_SILENCE_WARNINGS: 'EMPTY_VALUE' };
        await using served = await ServedPackage.start(CLASSIC, silenced);
        const url = await operationsOf(served);
        const { peer } = served;
        for (const id of ['a', 'b']) await peer.submit({ chaincode: 'cc', function: 'create', args: [id] });
        await peer.submit({ chaincode: 'cc', function: 'clear', args: ['a'] });
        const metrics = await metricsOf(url);
        const warnings = (contract: string, name: string, code: string): number | undefined =>
            metrics.get(
                `heddle_warnings_total{chaincode="cc",contract="${contract}",function="${name}",code="${code}"}`,
            );
        expect(warnings('Cars', 'create', 'UNAWAITED_WRITE')).toBe(2);
        expect(warnings('Cars', 'clear', 'EMPTY_VALUE')).toBe(1);
        expect(warnings('unknown', 'unknown', 'CONTRACT_REPLACED')).toBe(1);
        const told = served.lines.filter(({ level }) => level === 'warn').map(({ code }) => code);
        expect(told).toEqual(['CONTRACT_REPLACED', 'UNAWAITED_WRITE']);
    });

    it('count transactions by contract, function and status, and their requests by type', async () => {
        await using served = await ServedPackage.start(CONTRACTS, OPERATIONS);
        const url = await operationsOf(served);
        const { peer } = served;
        await peer.submit({ chaincode: 'cc', function: 'create', args: ['a', 'Ada'] });
        await peer.submit({ chaincode: 'cc', function: 'Cars:create', args: ['b', 'Bob'] });
        await peer.evaluate({ chaincode: 'cc', function: 'read', args: ['a'] });
        await peer.evaluate({ chaincode: 'cc', function: 'refuse' });
        await peer.evaluate({ chaincode: 'cc', function: 'fail', args: ['x'] });
        for (let n = 0; n < 20; n++) await peer.evaluate({ chaincode: 'cc', function: `made-up-${n}` });
        await peer.evaluate({ chaincode: 'cc', function: 'Trains:read' });
        const metrics = await metricsOf(url);
        expect(metrics.get(transaction('create', '2xx'))).toBe(2);
        expect(metrics.get(transaction('read', '2xx'))).toBe(1);
        expect(metrics.get(transaction('refuse', '4xx'))).toBe(1);
        expect(metrics.get(transaction('fail', '5xx'))).toBe(1);
        expect(metrics.get(transaction('unknown', '4xx'))).toBe(20);
        const nowhere = 'chaincode="cc",contract="unknown",function="unknown"';
        expect(metrics.get(`heddle_transactions_total{${nowhere},status="4xx"}`)).toBe(1);
        const series = [...metrics.keys()].filter((name) => name.startsWith('heddle_transactions_total'));
        expect(series).toHaveLength(6);
        const duration = 'heddle_transaction_duration_seconds_count{chaincode="cc",contract="Cars",function="create"}';
        expect(metrics.get(duration)).toBe(2);
        const operation = 'heddle_ledger_operation_duration_seconds_count';
        expect(metrics.get(`${operation}{type="PUT_STATE",outcome="ok"}`)).toBe(2);
        expect(metrics.get(`${operation}{type="GET_STATE",outcome="ok"}`)).toBe(1);
        expect([metrics.get('heddle_streams'), metrics.get('heddle_registered')]).toEqual([1, 1]);
        expect(metrics.get('heddle_streams_opened_total')).toBe(1);
        expect(metrics.get('heddle_transactions_in_flight')).toBe(0);
        expect(metrics.get('nodejs_eventloop_lag_seconds')).toBeGreaterThanOrEqual(0);
        expect(metrics.get('process_resident_memory_bytes')).toBeGreaterThan(0);
    });

    it('count what limits refuse and what has waited, by function', async () => {
        const limits = { CORE_MAX_TRANSACTIONS: '1', CORE_MAX_QUEUE: '1', CORE_TRANSACTION_TIMEOUT_MS: '30000' };
        await using served = await ServedPackage.start(CONTRACTS, { ...OPERATIONS, ...limits });
        const url = await operationsOf(served);
        const { peer } = served;
        const held = peer.evaluate({ chaincode: 'cc', function: 'hold' });
        await served.logged(/^holding$/);
        const [first, second] = [1, 2].map(() => peer.evaluate({ chaincode: 'cc', function: 'read', args: ['a'] }));
        const { reason } = await served.logged(
            /^refused a transaction: OVERLOADED: .* 1 wait already; .*--max-transactions/,
        );
        expect(reason).toBe('queue_full');
        const metrics = await metricsOf(url);
        const refused = 'chaincode="cc",contract="Cars",function="read",reason="queue_full"';
        expect(metrics.get(`heddle_transactions_refused_total{${refused}}`)).toBe(1);
        expect(metrics.get('heddle_transactions_waiting')).toBe(1);
        expect(metrics.get('heddle_transactions_in_flight')).toBe(1);
        expect((await fetch(`${url}/readyz`)).status).toBe(200);
        served.signal('SIGUSR2');
        await held;
        const results = await Promise.all([first, second]);
        expect(results.map((result) => result?.status).sort()).toEqual([200, 500]);
        const waited = 'heddle_transaction_queue_seconds_count{chaincode="cc",contract="Cars",function="read"}';
        expect((await metricsOf(url)).get(waited)).toBe(1);
    });

    it('count the transactions of worker threads by function, and their requests', async () => {
        await using served = await ServedPackage.start(CONTRACTS, { ...OPERATIONS, CORE_WORKERS: '1' });
        const url = await operationsOf(served);
        const { peer } = served;
        await peer.submit({ chaincode: 'cc', function: 'create', args: ['a', 'Ada'] });
        await peer.evaluate({ chaincode: 'cc', function: 'refuse' });
        const metrics = await metricsOf(url);
        expect(metrics.get(transaction('create', '2xx'))).toBe(1);
        expect(metrics.get(transaction('refuse', '4xx'))).toBe(1);
        const operation = 'heddle_ledger_operation_duration_seconds_count{type="PUT_STATE",outcome="ok"}';
        expect(metrics.get(operation)).toBe(1);
    });

    it('show what is under way, and transactions that could not be answered', async () => {
        await using served = await ServedPackage.start(CONTRACTS, OPERATIONS);
        const url = await operationsOf(served);
        const held = served.peer.evaluate({ chaincode: 'cc', function: 'hold' });
        await served.logged(/^holding$/);
        expect((await metricsOf(url)).get('heddle_transactions_in_flight')).toBe(1);
        await served.peer.close();
        await expect(held).resolves.toMatchObject({ status: 500 });
        await served.logged(/^the stream ended while/);
        const metrics = await metricsOf(url);
        expect(metrics.get('heddle_streams')).toBe(0);
        expect(metrics.get(transaction('hold', 'undelivered'))).toBe(1);
        // A Service routes to ready servers only, and the peer must be able to come back.
        expect((await fetch(`${url}/readyz`)).status).toBe(200);
    });

    it('count connections that were refused', async () => {
        await using served = await ServedPackage.start(CONTRACTS, OPERATIONS);
        const { address = '' } = await served.logged(/^listening/);
        const socket = connect(Number(address.split(':')[1]), '127.0.0.1');
        socket.write('GET / HTTP/1.1\r\nHost: here\r\n\r\n');
        await once(socket.resume(), 'close');
        expect((await metricsOf(await operationsOf(served))).get('heddle_connections_refused_total')).toBe(1);
    });

    it('are not ready but alive while the server drains, and end with it', async () => {
        await using served = await ServedPackage.start(CONTRACTS, OPERATIONS);
        const url = await operationsOf(served);
        expect(await (await fetch(`${url}/readyz`)).json()).toEqual({
            status: 'ready',
            phase: 'serving',
            streams: 1,
            registered: true,
        });
        const held = served.peer.submit({ chaincode: 'cc', function: 'hold' });
        await served.logged(/^holding$/);
        served.signal('SIGTERM');
        await served.logged(/^SIGTERM: taking no new transactions/);
        const readiness = await fetch(`${url}/readyz`);
        expect([readiness.status, await readiness.json()]).toMatchObject([503, { status: 'not ready' }]);
        expect((await fetch(`${url}/healthz`)).status).toBe(200);
        served.signal('SIGUSR2');
        expect(await held).toMatchObject({ status: 200 });
        expect(await served.exited).toBe(0);
    });

    it('answer nothing but what there is', async () => {
        await using served = await ServedPackage.start(CONTRACTS, OPERATIONS);
        const url = await operationsOf(served);
        expect((await fetch(`${url}/elsewhere`)).status).toBe(404);
        expect((await fetch(`${url}/constructor`)).status).toBe(404);
        const posted = await fetch(`${url}/metrics`, { method: 'POST', body: 'x' });
        expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
        const head = await fetch(`${url}/healthz`, { method: 'HEAD' });
        expect([head.status, await head.text()]).toEqual([200, '']);
    });
});

/** The lines of the log that belong to a transaction, at the level DEBUG. */
const DEBUG = { CORE_CHAINCODE_LOGGING_LEVEL: 'DEBUG' };

describe('the log of heddle server', () => {
    it('has channel, transaction, contract and function on each line of a transaction, and no arguments', async () => {
        await using served = await ServedPackage.start(CONTRACTS, DEBUG);
        const { peer } = served;
        const about = { channelId: 'mychannel', txId: expect.stringMatching(/^[0-9a-f]{64}$/), contract: 'Cars' };
        await peer.submit({ chaincode: 'cc', function: 'create', args: ['s3cret-id', 's3cret-owner'] });
        expect(await served.logged(/^created$/)).toMatchObject({ ...about, function: 'create' });
        await peer.evaluate({ chaincode: 'cc', function: 'fail', args: ['s3cret'] });
        expect(await served.logged(/^a transaction failed$/)).toMatchObject({ ...about, function: 'fail' });
        await peer.evaluate({ chaincode: 'cc', function: 'refuse', args: [] });
        expect(await served.logged(/^no$/)).toMatchObject({ ...about, function: 'refuse', status: 409 });
        await peer.evaluate({ chaincode: 'cc', function: 'read', args: ['s3cret', 'one too many s3cret'] });
        await served.logged(/^the arguments of a transaction were refused$/);
        expect(served.lines.filter((line) => JSON.stringify(line).includes('s3cret'))).toEqual([]);
    });

    it('has the arguments where that is asked for', async () => {
        await using served = await ServedPackage.start(CONTRACTS, { ...DEBUG, CORE_LOG_ARGUMENTS: 'true' });
        const args = ['a', Buffer.from([0xff, 0x00]), 'x'.repeat(2_000)];
        await served.peer.evaluate({ chaincode: 'cc', function: 'read', args });
        expect(await served.logged(/^called read$/)).toMatchObject({
            level: 'debug',
            channelId: 'mychannel',
            txId: expect.stringMatching(/^[0-9a-f]{64}$/),
            arguments: ['a', '/wA=', `${'x'.repeat(1_000)}… (2000 bytes)`],
        });
        expect(await served.logged(/argument/)).toMatchObject({ level: 'debug', code: 'VALIDATION_FAILED' });
    });

    it('has no arguments above the level DEBUG, and says so', async () => {
        await using served = await ServedPackage.start(CONTRACTS, { CORE_LOG_ARGUMENTS: 'true' });
        await served.peer.submit({ chaincode: 'cc', function: 'create', args: ['s3cret', 'x'] });
        expect(await served.logged(/^--log-arguments has no effect/)).toMatchObject({ level: 'warn' });
        expect(served.lines.filter((line) => JSON.stringify(line).includes('s3cret'))).toEqual([]);
    });
});
