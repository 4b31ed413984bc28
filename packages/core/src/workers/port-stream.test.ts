import { once } from 'node:events';
import { MessageChannel, Worker } from 'node:worker_threads';
import type { MessageStream } from '@heddle/protocol';
import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { joinFrames, splitFrames } from './frame-batch';
import { streamOfPort } from './port-stream';

describe('a batch of frames', () => {
    it('gives back what was put in', () => {
        fc.assert(
            fc.property(fc.array(fc.uint8Array({ maxLength: 300 })), (frames) => {
                const split = splitFrames(joinFrames(frames));
                expect(split.map((frame) => [...frame])).toEqual(frames.map((frame) => [...frame]));
            }),
        );
    });
});

describe('a stream over a port', () => {
    const open: MessageStream[] = [];

    function createPair(): [MessageStream, MessageStream] {
        const { port1, port2 } = new MessageChannel();
        const pair: [MessageStream, MessageStream] = [streamOfPort(port1), streamOfPort(port2)];
        open.push(...pair);
        return pair;
    }

    async function collect(stream: MessageStream): Promise<string[]> {
        const frames: string[] = [];
        for await (const frame of stream.incoming) frames.push(Buffer.from(frame).toString());
        return frames;
    }

    afterEach(async () => {
        await Promise.all(open.splice(0).map((stream) => stream.close()));
    });

    it('delivers in order what was sent before the end, both ways', async () => {
        const [left, right] = createPair();
        const names = Array.from({ length: 1_000 }, (_, index) => String(index));
        const [heardLeft, heardRight] = [collect(left), collect(right)];
        await Promise.all(names.map(async (name) => right.send(Buffer.from(`r${name}`))));
        await Promise.all(names.map(async (name) => left.send(Buffer.from(`l${name}`))));
        await left.close();
        expect(await heardRight).toEqual(names.map((name) => `l${name}`));
        // The side that closes takes nothing more; what it has taken by then is in order.
        const taken = await heardLeft;
        expect(taken).toEqual(names.slice(0, taken.length).map((name) => `r${name}`));
    });

    it('throws the reason of the other side', async () => {
        const [left, right] = createPair();
        await left.close(new Error('enough'));
        await expect(collect(right)).rejects.toThrow('enough');
    });

    it('holds back a sender whose frames nobody takes', async () => {
        const [left, right] = createPair();
        const frame = Buffer.alloc(1024 * 1024);
        let sent = 0;
        const sending = (async () => {
            for (let count = 0; count < 100; count++) {
                await left.send(frame);
                sent++;
            }
            await left.close();
        })();
        for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve));
        expect(sent).toBeLessThan(60);
        expect(await collect(right)).toHaveLength(100);
        await sending;
    });

    it('ends where the other thread does', async () => {
        const { port1, port2 } = new MessageChannel();
        const worker = new Worker('require("node:worker_threads").parentPort.once("message", () => undefined)', {
            eval: true,
        });
        const stream = streamOfPort(port1);
        worker.postMessage(port2, [port2]);
        await once(worker, 'exit');
        await expect(collect(stream)).rejects.toThrow('the other thread has ended');
        await expect(stream.send(Buffer.from('late'))).rejects.toMatchObject({ code: 'STREAM_CLOSED' });
    });
});
