import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { encodeFrames, encodePrefix, FrameDecoder } from './grpc-framing';

/** Cuts bytes at these places. */
function chunksOf(bytes: Buffer, places: readonly number[]): Buffer[] {
    const cuts = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
    return cuts.slice(1).map((end, index) => bytes.subarray(cuts[index], end));
}

function decode(chunks: readonly Buffer[]): { messages: string[]; atBoundary: boolean } {
    const decoder = new FrameDecoder();
    const messages: Buffer[] = [];
    for (const chunk of chunks) decoder.push(chunk, (message) => void messages.push(message));
    // Read when all has arrived: what was handed on must not change afterwards.
    return { messages: messages.map((message) => message.toString('hex')), atBoundary: decoder.atBoundary };
}

function nameOfThrown(run: () => unknown): string | undefined {
    try {
        run();
        return undefined;
    } catch (error) {
        return (error as Error).name;
    }
}

const messages = fc.array(fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)));

describe('FrameDecoder', () => {
    it('finds the same messages however they are cut', () => {
        fc.assert(
            fc.property(messages, fc.array(fc.nat(1_000)), (sent, places) => {
                const frames = encodeFrames(sent);
                expect(decode(chunksOf(frames, places))).toEqual({
                    messages: sent.map((message) => message.toString('hex')),
                    atBoundary: true,
                });
            }),
        );
    });

    it('finds the same messages behind prefixes of their own', () => {
        fc.assert(
            fc.property(messages, (sent) => {
                const frames = sent.flatMap((message) => [encodePrefix(message), message]);
                expect(decode(frames)).toEqual(decode([encodeFrames(sent)]));
            }),
        );
    });

    it('knows whether it stands between messages', () => {
        const frames = encodeFrames([Buffer.from('one'), Buffer.alloc(0)]);
        const boundaries = [0, 8, 13];
        for (let at = 0; at <= frames.length; at++) {
            expect(decode([frames.subarray(0, at)]).atBoundary).toBe(boundaries.includes(at));
        }
    });

    it('takes any bytes: as messages, or as an error of gRPC', () => {
        fc.assert(
            fc.property(fc.array(fc.uint8Array({ maxLength: 20 })), (chunks) => {
                const name = nameOfThrown(() => decode(chunks.map((chunk) => Buffer.from(chunk))));
                expect([undefined, 'GrpcError']).toContain(name);
            }),
        );
    });
});
