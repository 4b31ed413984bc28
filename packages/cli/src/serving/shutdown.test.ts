import type { Logger } from '@heddle/core';
import { describe, expect, it } from '@jest/globals';
import { Shutdown } from './shutdown';

/** Closes when the test says so. */
function createServing(more: { readonly endsWithReader?: boolean } = {}): {
    log: string[];
    closes: number[];
    finish: (error?: Error) => void;
    shutdown: Shutdown;
    clock: { ms: number };
} {
    const log: string[] = [];
    const closes: number[] = [];
    const clock = { ms: 0 };
    let settle: (error?: Error) => void = () => undefined;
    const closed = new Promise<void>((resolve, reject) => {
        settle = (error) => {
            if (error) reject(error);
            else resolve();
        };
    });
    const write =
        (level: string) =>
        (_fields: unknown, message: string): void => {
            log.push(`${level}: ${message}`);
        };
    const logger: Logger = {
        debug: write('debug'),
        info: write('info'),
        warn: write('warn'),
        error: write('error'),
        isLevelEnabled: () => true,
    };
    const close = ({ graceMs }: { graceMs: number }): Promise<void> => {
        closes.push(graceMs);
        return closed;
    };
    const shutdown = new Shutdown({ logger, graceMs: 1000, close, ...more }, () => clock.ms);
    return { log, closes, finish: settle, shutdown, clock };
}

describe('the end of a serving process', () => {
    it('is 0 when everything is done after a signal', async () => {
        const { shutdown, closes, finish } = createServing();
        shutdown.signalled('SIGTERM');
        expect(closes).toEqual([1000]);
        finish();
        expect(await shutdown.ended).toBe(0);
    });

    it('comes at once by a second signal, and is 1', async () => {
        const { shutdown, closes, clock } = createServing();
        shutdown.signalled('SIGTERM');
        clock.ms = 2000;
        shutdown.signalled('SIGTERM');
        expect(await shutdown.ended).toBe(1);
        expect(closes).toHaveLength(1);
    });

    it('is not hastened by a signal that npm repeats', async () => {
        const { shutdown, finish, clock } = createServing();
        shutdown.signalled('SIGINT');
        clock.ms = 100;
        shutdown.signalled('SIGINT');
        finish();
        expect(await shutdown.ended).toBe(0);
    });

    it('comes with that of the reader of its output for those who serve the reader alone', async () => {
        const { shutdown, closes, finish } = createServing({ endsWithReader: true });
        shutdown.readerGone();
        shutdown.readerGone();
        expect(closes).toEqual([1000]);
        finish();
        expect(await shutdown.ended).toBe(0);
        const server = createServing();
        server.shutdown.readerGone();
        expect(server.closes).toEqual([]);
    });

    it('is 1 when an exception was not caught, and drains nonetheless', async () => {
        const { shutdown, closes, finish, log } = createServing();
        shutdown.failed(new Error('boom'));
        shutdown.failed(new Error('again'));
        expect(closes).toEqual([1000]);
        finish();
        expect(await shutdown.ended).toBe(1);
        expect(log.filter((line) => line.startsWith('error: nothing caught this exception'))).toHaveLength(2);
    });

    it('is 1 when an exception comes while a signal drains', async () => {
        const { shutdown, finish } = createServing();
        shutdown.signalled('SIGTERM');
        shutdown.failed(new Error('boom'));
        finish();
        expect(await shutdown.ended).toBe(1);
    });

    it('is 1 when the server does not close in order', async () => {
        const { shutdown, finish, log } = createServing();
        shutdown.signalled('SIGTERM');
        finish(new Error('boom'));
        expect(await shutdown.ended).toBe(1);
        expect(log).toContain('error: the server did not close in order');
    });

    it.each([new Error('boom'), null, Symbol('boom')])('does not come by an unhandled rejection: %p', (reason) => {
        const { shutdown, closes, log } = createServing();
        shutdown.unhandled(reason);
        expect(closes).toEqual([]);
        expect(log).toEqual(['error: nothing handled the rejection of this promise']);
    });
});
