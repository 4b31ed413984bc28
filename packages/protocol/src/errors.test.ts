import { describe, expect, it } from '@jest/globals';
import { ProtocolError } from './errors';

describe('a ProtocolError', () => {
    it('has a code, a message and a cause', () => {
        const cause = new Error('below');
        const error = new ProtocolError('STREAM_CLOSED', 'the stream is closed', { cause });
        expect(error).toMatchObject({ name: 'ProtocolError', code: 'STREAM_CLOSED', cause });
        expect(String(error)).toBe('ProtocolError: the stream is closed');
    });

    it('is recognised where another copy of the package made it', () => {
        const foreign = Object.defineProperty(new Error(), Symbol.for('heddle.ProtocolError'), { value: true });
        expect(ProtocolError.is(foreign)).toBe(true);
        expect(ProtocolError.is(new ProtocolError('STREAM_CLOSED', ''))).toBe(true);
    });

    it.each([
        [new Error('another')],
        [{ name: 'ProtocolError', code: 'STREAM_CLOSED' }],
        [null],
        [undefined],
        ['text'],
    ])('is not %p', (value) => {
        expect(ProtocolError.is(value)).toBe(false);
    });
});
