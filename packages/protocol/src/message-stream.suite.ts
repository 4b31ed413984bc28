import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { MessageStream } from './message-stream';

/** Two streams that are each other's other side. */
export interface JoinedStreams {
    readonly one: MessageStream;
    readonly other: MessageStream;
    /** Takes down what they run on; resolves only if they left nothing open. */
    close(): Promise<void>;
}

/** What every MessageStream does, on any transport. Run with the ends exchanged as well where they differ. */
export function testMessageStream(join: () => Promise<JoinedStreams>): void {
    describe('as a MessageStream', () => {
        let joined: JoinedStreams;
        let one: MessageStream;
        let other: MessageStream;

        beforeEach(async () => {
            joined = await join();
            ({ one, other } = joined);
        });

        afterEach(async () => {
            await Promise.all([one.close(), other.close()]);
            await joined.close();
        });

        it('carries frames in order', async () => {
            const sending = sendAll(one, numbered(500)).then(() => one.close());
            expect(await textsOf(other)).toEqual(numbered(500));
            await sending;
        });

        it('carries frames that nobody waited for in order', async () => {
            const sends = numbered(500).map(async (text) => one.send(Buffer.from(text)));
            const reading = take(other, 500);
            await Promise.all(sends);
            expect(await reading).toEqual(numbered(500));
        });

        it('carries frames both ways at a time', async () => {
            const texts = numbered(1_000);
            const [read, echoed] = await Promise.all([
                take(one, texts.length),
                echo(other, texts.length),
                sendAll(one, texts),
            ]);
            expect(read).toEqual(texts);
            expect(echoed).toBe(texts.length);
        });

        it('carries large frames and empty ones', async () => {
            const large = Buffer.alloc(20 * 1024 * 1024, 'a large frame ');
            const sending = Promise.all([one.send(new Uint8Array()), one.send(large)]);
            const [empty, received] = await takeFrames(other, 2);
            await sending;
            expect(empty).toHaveLength(0);
            expect(Buffer.compare(received ?? Buffer.alloc(0), large)).toBe(0);
        });

        it('holds back who sends to one that does not read', async () => {
            const frames = 1_000;
            let sent = 0;
            const sending = (async (): Promise<void> => {
                for (; sent < frames; sent++) await one.send(Buffer.alloc(64 * 1024, sent % 251));
            })();
            await untilStill(() => sent);
            expect(sent).toBeLessThan(frames);
            const received = await takeFrames(other, frames);
            await sending;
            expect(received.map((frame) => frame[0])).toEqual(
                Array.from({ length: frames }, (_, index) => index % 251),
            );
        });

        it('delivers what was sent before it was closed, and then ends', async () => {
            await sendAll(one, numbered(10));
            const closing = one.close();
            expect(await textsOf(other)).toEqual(numbered(10));
            await closing;
        });

        it('ends at both sides when one of them closes it', async () => {
            const reading = Promise.all([textsOf(one), textsOf(other)]);
            await one.close();
            expect(await reading).toEqual([[], []]);
        });

        it('throws at the other side when it is closed with a reason, and ends at this one', async () => {
            const reading = Promise.allSettled([textsOf(one), textsOf(other)]);
            await one.send(Buffer.from('sent before'));
            await one.close(new Error('out of order'));
            const [own, others] = await reading;
            expect(own).toEqual({ status: 'fulfilled', value: [] });
            expect(others.status).toBe('rejected');
        });

        it('refuses to send after it was closed here', async () => {
            const closing = one.close();
            await expectClosed(one.send(Buffer.from('late')));
            await closing;
            await expectClosed(one.send(Buffer.from('later')));
        });

        it('refuses to send after the other side closed it', async () => {
            await other.close();
            expect(await textsOf(one)).toEqual([]);
            await expectClosed(one.send(Buffer.from('late')));
        });

        it('refuses to send after the other side closed it with a reason', async () => {
            await other.close(new Error('out of order'));
            await expect(textsOf(one)).rejects.toThrow();
            await expectClosed(one.send(Buffer.from('late')));
        });

        it('notices that the other side closed it though nobody reads', async () => {
            await other.close();
            await expectClosed(sendForEver(one));
        });

        it('can be closed again and again, from both sides', async () => {
            await Promise.all([one.close(), one.close(), other.close(), one.close(new Error('too late'))]);
            await Promise.all([one.close(), other.close(new Error('too late'))]);
            expect(await textsOf(one)).toEqual([]);
            expect(await textsOf(other)).toEqual([]);
        });

        it('is closed when its reader leaves', async () => {
            await other.send(Buffer.from('first'));
            await other.send(Buffer.from('second'));
            for await (const frame of one.incoming) {
                expect(Buffer.from(frame).toString()).toBe('first');
                break;
            }
            expect(await textsOf(other)).toEqual([]);
            await expectClosed(one.send(Buffer.from('late')));
        });

        it('can be closed by a side that never read, with frames on their way to it', async () => {
            let sent = 0;
            const sending = (async (): Promise<void> => {
                for (; ; sent++) await other.send(Buffer.alloc(64 * 1024));
            })();
            const refused = expectClosed(sending);
            await untilStill(() => sent);
            await one.close();
            expect(await textsOf(other)).toEqual([]);
            await refused;
        });

        it('lets go of who waits to send when it is closed, and delivers what was sent', async () => {
            let sent = 0;
            const sending = (async (): Promise<void> => {
                for (;;) {
                    const waiting = one.send(Buffer.alloc(64 * 1024, sent));
                    sent++;
                    await waiting;
                }
            })();
            const refused = expectClosed(sending);
            await untilStill(() => sent);
            const closing = one.close();
            await refused;
            const received: number[] = [];
            for await (const frame of other.incoming) received.push(frame[0] ?? -1);
            expect(received).toEqual(Array.from({ length: sent }, (_, index) => index % 256));
            await closing;
        });

        it('lets go of who waits to send when the other side closes it', async () => {
            const refused = expectClosed(sendForEver(one));
            await setImmediate();
            await other.close();
            await refused;
        });
    });
}

async function expectClosed(sending: Promise<void> | undefined): Promise<void> {
    await expect(sending).rejects.toMatchObject({ name: 'ProtocolError', code: 'STREAM_CLOSED' });
}

function numbered(count: number): string[] {
    return Array.from({ length: count }, (_, index) => `frame ${index}`);
}

async function sendAll(stream: MessageStream, texts: readonly string[]): Promise<void> {
    for (const text of texts) await stream.send(Buffer.from(text));
}

/** Sends until that is refused. */
async function sendForEver(stream: MessageStream): Promise<never> {
    for (;;) {
        await stream.send(Buffer.from('again'));
        await setImmediate();
    }
}

/** Takes frames without leaving the loop, which would close the stream. */
async function takeFrames(stream: MessageStream, count: number): Promise<Uint8Array[]> {
    const frames: Uint8Array[] = [];
    const reader = stream.incoming[Symbol.asyncIterator]();
    while (frames.length < count) {
        const next = await reader.next();
        if (next.done === true) throw new Error(`the stream ended after ${frames.length} of ${count} frames`);
        frames.push(next.value);
    }
    return frames;
}

async function take(stream: MessageStream, count: number): Promise<string[]> {
    return (await takeFrames(stream, count)).map((frame) => Buffer.from(frame).toString());
}

/** All frames up to the end of the stream. */
async function textsOf(stream: MessageStream): Promise<string[]> {
    const texts: string[] = [];
    for await (const frame of stream.incoming) texts.push(Buffer.from(frame).toString());
    return texts;
}

/** Sends back what comes, and says how much it was. */
async function echo(stream: MessageStream, count: number): Promise<number> {
    const reader = stream.incoming[Symbol.asyncIterator]();
    for (let done = 0; done < count; done++) {
        const next = await reader.next();
        if (next.done === true) return done;
        await stream.send(next.value);
    }
    return count;
}

/** Waits until a number has stopped growing for many turns of the event loop. */
async function untilStill(count: () => number): Promise<void> {
    for (let [last, turns] = [-1, 0]; turns < 200; turns++) {
        if (count() !== last) [last, turns] = [count(), 0];
        await setImmediate();
    }
}
