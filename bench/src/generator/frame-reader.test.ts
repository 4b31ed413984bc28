import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { frameHeader, FrameReader } from './frame-reader';

function read(chunks: readonly Buffer[]): Buffer[] {
    const reader = new FrameReader();
    const messages: Buffer[] = [];
    for (const chunk of chunks) reader.push(chunk, (message) => messages.push(message));
    return messages;
}

/** Cuts bytes at the given places, in whatever order they come. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
    const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
    return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

describe('FrameReader', () => {
    it('finds the messages wherever the chunks are cut', () => {
        const messages = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 });
        fc.assert(
            fc.property(messages, fc.array(fc.nat(3000), { maxLength: 20 }), (contents, places) => {
                const stream = Buffer.concat(contents.flatMap((content) => [frameHeader(content.length), content]));
                expect(read(cut(stream, places))).toEqual(contents.map((content) => Buffer.from(content)));
            }),
        );
    });

    it('keeps what is incomplete for later', () => {
        const frame = Buffer.concat([frameHeader(3), Buffer.from('abc')]);
        expect(read([frame.subarray(0, 7)])).toEqual([]);
    });

    it('refuses a compressed message', () => {
        expect(() => read([Buffer.from([1, 0, 0, 0, 0])])).toThrow('compressed');
    });
});
