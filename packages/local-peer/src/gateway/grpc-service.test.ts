import { once } from 'node:events';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { GatewayCaller } from '../testing/gateway-caller';
import { GatewayFailure } from './gateway-failure';
import { createService } from './grpc-service';

/** Enough of them fill all windows and buffers of a connection. */
const FRAME = Buffer.alloc(64 * 1024);

describe('a service', () => {
    let server: Server;
    let caller: GatewayCaller;
    let started: (signal: AbortSignal) => void;
    let running: Promise<AbortSignal>;
    let produced: number;
    let echoed: string[];
    let freed: Promise<void>;
    let free: () => void;

    async function* frames(): AsyncGenerator<Buffer> {
        try {
            for (;;) {
                produced++;
                await Promise.resolve();
                yield FRAME;
            }
        } finally {
            free();
        }
    }

    beforeEach(async () => {
        produced = 0;
        echoed = [];
        running = new Promise((resolve) => {
            started = resolve;
        });
        freed = new Promise((resolve) => {
            free = resolve;
        });
        server = new Server();
        const { definition, implementation } = createService('gateway.Gateway', {
            Echo: {
                unary: (request) => {
                    echoed.push(request.toString());
                    return Promise.resolve(request);
                },
            },
            Throw: {
                unary: () => {
                    throw new TypeError('a defect at once');
                },
            },
            Fail: {
                unary: () => {
                    const details = [{ address: 'a:1', mspId: 'Org1MSP', message: 'details é' }];
                    return Promise.reject(new GatewayFailure('ABORTED', 'a message é\nof two lines', details));
                },
            },
            Break: { unary: () => Promise.reject(new TypeError('a defect')) },
            Wait: {
                unary: (_, { signal }) => {
                    started(signal);
                    return new Promise(() => undefined);
                },
            },
            Pour: { stream: () => frames() },
        });
        server.addService(definition, implementation);
        const port = await new Promise<number>((resolve, reject) => {
            server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => {
                if (error === null) resolve(bound);
                else reject(error);
            });
        });
        caller = new GatewayCaller(`127.0.0.1:${port}`);
    });

    afterEach(() => {
        caller[Symbol.dispose]();
        server.forceShutdown();
    });

    it('answers with bytes', async () => {
        expect(await caller.call('Echo', Buffer.from('hello'))).toMatchObject({
            code: 'OK',
            reply: Buffer.from('hello'),
        });
    });

    it('answers a failure with its code, its text and its details', async () => {
        expect(await caller.call('Fail', Buffer.alloc(0))).toMatchObject({
            code: 'ABORTED',
            message: 'a message é\nof two lines',
            details: [{ address: 'a:1', mspId: 'Org1MSP', message: 'details é' }],
        });
    });

    it('answers what is no failure of its own, too', async () => {
        expect(await caller.call('Break', Buffer.alloc(0))).toMatchObject({ code: 'UNKNOWN', message: 'a defect' });
    });

    it('answers further calls where handlers have thrown at once', async () => {
        const calls = Array.from({ length: 20 }, () => caller.call('Throw', Buffer.alloc(0)));
        for (const { code, message } of await Promise.all(calls))
            expect([code, message]).toEqual(['UNKNOWN', 'a defect at once']);
        expect((await caller.call('Echo', Buffer.alloc(0))).code).toBe('OK');
    });

    it('does not begin a call whose client has gone while it waited for its turn', async () => {
        const first = caller.call('Echo', Buffer.from('first'));
        const others = Array.from({ length: 400 }, (_, index) => caller.call('Echo', Buffer.from(`${index}`)));
        const gone = caller.stream('Echo', Buffer.from('gone'));
        const last = caller.call('Echo', Buffer.from('last'));
        await first;
        gone.cancel();
        await Promise.all([...others, last]);
        expect(echoed).toHaveLength(402);
        expect(echoed).not.toContain('gone');
    });

    it('tells a handler that the deadline is over', async () => {
        const calling = caller.call('Wait', Buffer.alloc(0), { deadlineMs: 200 });
        const signal = await running;
        expect((await calling).code).toBe('DEADLINE_EXCEEDED');
        if (!signal.aborted) await once(signal, 'abort');
        expect(signal.aborted).toBe(true);
    });

    it('tells a handler that the connection is gone', async () => {
        const calling = caller.call('Wait', Buffer.alloc(0));
        const signal = await running;
        server.forceShutdown();
        expect((await calling).code).not.toBe('OK');
        if (!signal.aborted) await once(signal, 'abort');
        expect(signal.aborted).toBe(true);
    });

    it('makes no more of a stream than its reader takes, and ends it with the call', async () => {
        const call = caller.stream('Pour', Buffer.alloc(0));
        await once(call, 'readable');
        let before = -1;
        // Until nothing moves any more: everything between the two ends is full.
        while (before !== produced) {
            before = produced;
            await new Promise((resolve) => setTimeout(resolve, 200));
        }
        expect(produced * FRAME.length).toBeLessThan(16 * 1024 * 1024);
        call.cancel();
        await freed;
        expect(produced).toBe(before);
    });
});
