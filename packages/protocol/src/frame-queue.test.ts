import { describe, expect, it } from '@jest/globals';
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
