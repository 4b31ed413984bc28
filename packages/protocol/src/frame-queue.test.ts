import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { FrameQueue } from './frame-queue';

function filled(): { readonly queue: FrameQueue; readonly rooms: () => number } {
    let rooms = 0;
    const queue = new FrameQueue(
        { onRoom: () => rooms++, onLeave: () => undefined },
        { frames: 2, bytes: 100, room: 1 },
    );
    for (let index = 0; index < 3; index++) queue.push(Buffer.from([index]));
    return { queue, rooms: () => rooms };
}

describe('a queue of frames', () => {
    it('holds its sender back while it is full, and tells when there is room', async () => {
        const { queue, rooms } = filled();
        expect(queue.isFull).toBe(true);
        const iterator = queue.incoming[Symbol.asyncIterator]();
        await iterator.next();
        expect([queue.isFull, rooms()]).toEqual([true, 0]);
        await iterator.next();
        expect([queue.isFull, rooms()]).toEqual([false, 1]);
    });

    it('holds nobody back after its end, since it drops what comes, and still delivers what it has', async () => {
        const { queue } = filled();
        queue.end();
        expect(queue.isFull).toBe(false);
        queue.push(Buffer.from([3]));
        const taken: number[] = [];
        for await (const frame of queue.incoming) taken.push(...frame);
        expect(taken).toEqual([0, 1, 2]);
    });
});

describe('a queue that hands its frames on', () => {
    const NOBODY = { onRoom: () => undefined, onLeave: () => undefined };

    it('hands on the frames that a loop would take, in their order, whenever its taker has to be waited for', async () => {
        const waits = fc.array(fc.boolean(), { maxLength: 30 });
        await fc.assert(
            fc.asyncProperty(waits, fc.nat(30), fc.boolean(), async (waitsFor, before, fails) => {
                const handed = new FrameQueue(NOBODY);
                const looped = new FrameQueue(NOBODY);
                const taken: number[] = [];
                let isTaking = false;
                const take = ([index = -1]: Uint8Array): Promise<void> | undefined => {
                    if (isTaking) throw new Error('handed a frame while it was waited for');
                    taken.push(index);
                    if (waitsFor[index] !== true) return undefined;
                    isTaking = true;
                    return Promise.resolve().then(() => {
                        isTaking = false;
                    });
                };
                const reason = fails ? new Error('the end') : undefined;
                let handing: Promise<unknown> | undefined;
                for (const index of waitsFor.keys()) {
                    if (index === before) handing = outcomeOf(handed.handTo(take));
                    for (const queue of [handed, looped]) queue.push(Buffer.from([index]));
                    // Some of them come within one tick, others in ticks of their own.
                    if (index % 3 === 0) await Promise.resolve();
                }
                for (const queue of [handed, looped]) queue.end(reason);
                const looping: number[] = [];
                const ended = await outcomeOf(takeAll(looped, looping));
                expect(await (handing ?? outcomeOf(handed.handTo(take)))).toBe(ended);
                expect(taken).toEqual(looping);
            }),
        );
    });

    it('is left by a taker that throws, and rejects with what it threw', async () => {
        let left = 0;
        const queue = new FrameQueue({ onRoom: () => undefined, onLeave: () => left++ });
        const thrown = new Error('no more');
        const handing = queue.handTo(() => {
            throw thrown;
        });
        queue.push(Buffer.from([0]));
        await expect(handing).rejects.toBe(thrown);
        expect(left).toBe(1);
    });

    it('keeps what comes, and its end, while a frame is being taken', async () => {
        const queue = new FrameQueue(NOBODY);
        const taken: number[] = [];
        const handing = queue.handTo(([index = -1]) => {
            if (index === 0) {
                queue.push(Buffer.from([1]));
                queue.end();
            }
            taken.push(index);
            return undefined;
        });
        queue.push(Buffer.from([0]));
        await handing;
        expect(taken).toEqual([0, 1]);
    });

    it('holds its sender back while its taker is waited for, and tells when there is room', async () => {
        let rooms = 0;
        const queue = new FrameQueue(
            { onRoom: () => rooms++, onLeave: () => undefined },
            { frames: 2, bytes: 100, room: 0 },
        );
        let goOn: () => void = () => undefined;
        const handing = queue.handTo(([index]) =>
            index === 0 ? new Promise<void>((resolve) => (goOn = resolve)) : undefined,
        );
        for (let index = 0; index < 4; index++) queue.push(Buffer.from([index]));
        expect([queue.isFull, rooms]).toEqual([true, 0]);
        goOn();
        queue.end();
        await handing;
        expect(rooms).toBe(1);
    });
});

/** What a promise rejects with; undefined where it resolves. */
async function outcomeOf(promise: Promise<void>): Promise<unknown> {
    return promise.then(
        () => undefined,
        (reason: unknown) => reason,
    );
}

async function takeAll(queue: FrameQueue, taken: number[]): Promise<void> {
    for await (const frame of queue.incoming) taken.push(...frame);
}
