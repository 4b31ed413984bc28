import { describe, expect, it } from '@jest/globals';
import { ServedPackage } from './harness/served-package';

const CONTRACT = `class Cars extends Contract {
    async create(ctx, id, owner) { await ctx.stub.putState(id, owner); }
    async read(ctx, id) { return String(await ctx.stub.getState(id)); }
}`;

const PACKAGES: Record<string, Readonly<Record<string, string>>> = {
    'a CommonJS module': {
        'index.js': `const { Contract } = require('@heddle/contract'); ${CONTRACT} exports.contracts = [Cars];`,
    },
    'an ES module': {
        'package.json': '{ "type": "module" }',
        'index.js': `import { Contract } from '@heddle/contract'; export ${CONTRACT}`,
    },
    'an ES module with a top-level await': {
        'package.json': '{ "main": "index.mjs" }',
        'index.mjs': `const { Contract } = await import('@heddle/contract'); ${CONTRACT} export default Cars;`,
    },
    'a chaincode without contracts': {
        'index.js': `exports.chaincode = {
            async Init() { return { status: 200 }; },
            async Invoke(stub) {
                const { fcn, params: [id, owner] } = stub.getFunctionAndParameters();
                if (fcn === 'create') await stub.putState(id, owner);
                return { status: 200, payload: await stub.getState(id) };
            },
        };`,
    },
};

/** Transactions that end when the process gets a signal. */
const HOLDING = {
    'index.js': `
        let release;
        const released = new Promise((resolve) => { release = resolve; });
        process.on('SIGUSR2', release);
        const log = (msg) => process.stderr.write(JSON.stringify({ level: 'info', msg }) + '\\n');
        exports.chaincode = {
            async Init() { return { status: 200 }; },
            async Invoke(stub) {
                const { fcn } = stub.getFunctionAndParameters();
                if (fcn === 'throwLater') setImmediate(() => { throw new Error('late'); });
                if (fcn === 'rejectLater') void Promise.reject(new Error('late'));
                if (fcn === 'quick') return { status: 200, payload: 'quick' };
                log('holding');
                await released;
                await stub.putState('key', 'value');
                return { status: 200, payload: 'held' };
            },
        };`,
};

/** What is for threads says which one it ran in; 0 is where peers are served. */
const COMPUTING = {
    'index.js': `
        const { Contract, InWorker, Transaction } = require('@heddle/contract');
        const { threadId } = require('node:worker_threads');
        class Scores extends Contract {
            async compute(ctx) { await ctx.stub.putState('thread', String(threadId)); return threadId; }
            async look(ctx) { return threadId; }
            async crash(ctx) { setImmediate(() => { throw new Error('out of cheese'); }); await new Promise(() => {}); }
        }
        for (const name of ['compute', 'look', 'crash']) {
            const descriptor = Object.getOwnPropertyDescriptor(Scores.prototype, name);
            if (name !== 'look') InWorker()(Scores.prototype, name, descriptor);
            Transaction()(Scores.prototype, name, descriptor);
            Reflect.defineMetadata('design:paramtypes', [Object], Scores.prototype, name);
        }
        exports.contracts = [Scores];`,
};

describe('heddle server', () => {
    it.each(Object.entries(PACKAGES))('serves %s', async (_what, files) => {
        await using served = await ServedPackage.start(files);
        const { peer } = served;
        const created = await peer.submit({ chaincode: 'cc', function: 'create', args: ['car1', 'Ada'] });
        expect(created.commit).toMatchObject({ status: 'VALID' });
        const read = await peer.evaluate({ chaincode: 'cc', function: 'read', args: ['car1'] });
        expect(String(read.payload)).toBe('Ada');
        served.signal('SIGTERM');
        expect(await served.exited).toBe(0);
    });

    it.each(['SIGTERM', 'SIGINT'] as const)(
        'finishes the transactions under way at %s, refuses new ones, and ends with 0',
        async (signal) => {
            await using served = await ServedPackage.start(HOLDING);
            const held = served.peer.submit({ chaincode: 'cc', function: 'hold' });
            await served.logged(/^holding$/);
            served.signal(signal);
            await served.logged(new RegExp(`^${signal}: taking no new transactions`));
            expect(await served.peer.evaluate({ chaincode: 'cc', function: 'quick' })).toMatchObject({
                status: 500,
                message: expect.stringMatching(/chaincode cc:1 is shutting down and takes no new transactions$/),
            });
            served.signal('SIGUSR2');
            expect(await held).toMatchObject({ status: 200, commit: { status: 'VALID' } });
            expect(String(await served.peer.state({ chaincode: 'cc', key: 'key' }))).toBe('value');
            expect(await served.exited).toBe(0);
        },
    );

    it('gives up what is not finished when the grace period is over', async () => {
        await using served = await ServedPackage.start(HOLDING, { CORE_SHUTDOWN_GRACE_MS: '1' });
        const held = served.peer.submit({ chaincode: 'cc', function: 'hold' });
        await served.logged(/^holding$/);
        served.signal('SIGTERM');
        expect(await held).toMatchObject({ status: 500, commit: undefined });
        expect(await served.logged(/^1 transactions? did not finish within 1 ms/)).toMatchObject({ level: 'warn' });
        expect(await served.exited).toBe(0);
    });

    it('ends at once by a second signal, with 1', async () => {
        await using served = await ServedPackage.start(HOLDING);
        const held = served.peer.submit({ chaincode: 'cc', function: 'hold' });
        await served.logged(/^holding$/);
        // The first ones pass for one that was sent twice.
        const again = setInterval(() => {
            served.signal('SIGTERM');
        }, 100);
        expect(await served.exited).toBe(1);
        clearInterval(again);
        expect(await held).toMatchObject({ status: 500, commit: undefined });
    });

    it('finishes the transactions under way after an exception that nothing caught, and ends with 1', async () => {
        await using served = await ServedPackage.start(HOLDING);
        const held = served.peer.submit({ chaincode: 'cc', function: 'throwLater' });
        await served.logged(/^nothing caught this exception/);
        served.signal('SIGUSR2');
        expect(await held).toMatchObject({ status: 200, commit: { status: 'VALID' } });
        expect(await served.exited).toBe(1);
    });

    it('lives on after a rejection that nobody handled', async () => {
        await using served = await ServedPackage.start(HOLDING);
        const held = served.peer.submit({ chaincode: 'cc', function: 'rejectLater' });
        await served.logged(/^nothing handled the rejection/);
        const quick = await served.peer.evaluate({ chaincode: 'cc', function: 'quick' });
        expect(String(quick.payload)).toBe('quick');
        served.signal('SIGUSR2');
        expect(await held).toMatchObject({ status: 200 });
        served.signal('SIGTERM');
        expect(await served.exited).toBe(0);
    });

    it('runs in threads what contracts mark, and survives the end of one', async () => {
        await using served = await ServedPackage.start(COMPUTING, { CORE_WORKERS: '2' });
        const call = (name: string): ReturnType<typeof served.peer.submit> =>
            served.peer.submit({ chaincode: 'cc', function: name });
        const computed = await call('compute');
        expect(computed.commit).toMatchObject({ status: 'VALID' });
        expect(Number(computed.payload)).toBeGreaterThan(0);
        expect(String((await call('look')).payload)).toBe('0');
        expect((await call('crash')).message).toMatch(/WORKER_FAILED: /);
        const { err } = await served.logged(/^a worker thread ended/);
        expect(err).toMatchObject({ message: 'out of cheese' });
        expect((await call('compute')).commit).toMatchObject({ status: 'VALID' });
        served.signal('SIGTERM');
        expect(await served.exited).toBe(0);
    });
});
