import { expect, it } from '@jest/globals';
import { encodeMessage, MAX_MESSAGE_BYTES } from './message';

it('a message that is sent may have 100 MiB', () => {
    // Lengths from 2 MiB to 256 MiB take equally many bytes.
    const overhead = encodeMessage({ type: 5, payload: Buffer.alloc(2 ** 21) }).length - 2 ** 21;
    const payload = Buffer.alloc(MAX_MESSAGE_BYTES - overhead);
    expect(encodeMessage({ type: 5, payload })).toHaveLength(100 * 1024 * 1024);
});
