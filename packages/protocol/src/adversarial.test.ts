import { peer } from '@hyperledger/fabric-protos';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { message } from './codec';
import { ProtocolError, type ProtocolErrorCode } from './errors';
import { embedded } from './fields';
import { decodeMessage, encodeMessage, MAX_MESSAGE_BYTES, MessageType, readMessage } from './message';
import { chaincodeInput, chaincodeSpec, response, writeRecord } from './payloads';
import { queryPage } from './query-page';
import { shapes } from './testing/fabric-shapes';
import { EMPTY } from './wire';

/** What hostile, broken or future peers can send: each frame is a value or a ProtocolError, and costs little. */

function bytesOf(...parts: (string | Uint8Array)[]): Buffer {
    return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'hex') : part)));
}

function varint(value: number): Buffer {
    const bytes: number[] = [];
    let rest = value;
    for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
    return Buffer.from([...bytes, rest]);
}

function tag(field: number, wireType: number): Buffer {
    return varint(field * 8 + wireType);
}

function delimited(field: number, content: Uint8Array | string): Buffer {
    const bytes = Buffer.from(content);
    return bytesOf(tag(field, 2), varint(bytes.length), bytes);
}

function group(field: number, content: Uint8Array): Buffer {
    return bytesOf(tag(field, 3), content, tag(field, 4));
}

/** One field, once in each wire type; the end of a group has no content of its own. */
function inEveryWireType(field: number): Record<'varint' | 'fixed64' | 'bytes' | 'group' | 'fixed32', Buffer> {
    return {
        varint: bytesOf(tag(field, 0), 'ac02'),
        fixed64: bytesOf(tag(field, 1), '0102030405060708'),
        bytes: delimited(field, 'abc'),
        group: group(field, bytesOf(tag(9, 0), '05', delimited(10, 'within'), group(11, EMPTY))),
        fixed32: bytesOf(tag(field, 5), '01020304'),
    };
}

/** The code of the ProtocolError that a call throws, undefined where it throws nothing. Other errors pass through. */
function codeOf(call: () => unknown): ProtocolErrorCode | undefined {
    try {
        call();
        return undefined;
    } catch (error) {
        if (ProtocolError.is(error)) return error.code;
        throw error;
    }
}

function expectValueOrProtocolError(call: () => unknown): void {
    codeOf(call);
}

describe.each(shapes)('%s', (_name, { codec, values, decodeTheirs }) => {
    it('is a value or a ProtocolError wherever it is cut off', () => {
        fc.assert(
            fc.property(values, (value) => {
                const whole = codec.encode(value);
                for (let end = 0; end < whole.length; end++)
                    expectValueOrProtocolError(() => codec.decode(whole.subarray(0, end)));
            }),
            { numRuns: 20 },
        );
    });

    it('is a value or a ProtocolError where a byte is changed', () => {
        fc.assert(
            fc.property(values, fc.nat(), fc.nat(255), (value, at, byte) => {
                const changed = Buffer.from(codec.encode(value));
                if (changed.length > 0) changed[at % changed.length] = byte;
                expectValueOrProtocolError(() => codec.decode(changed));
            }),
        );
    });

    it('is a value or a ProtocolError where the bytes are random', () => {
        fc.assert(
            fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
                expectValueOrProtocolError(() => codec.decode(bytes));
            }),
        );
    });

    it('ignores what it does not know, of any wire type', () => {
        const unknown = [16, 2 ** 29 - 1].map((field) => bytesOf(...Object.values(inEveryWireType(field))));
        fc.assert(
            fc.property(values, (value) => {
                expect(codec.decode(bytesOf(...unknown, codec.encode(value), ...unknown))).toEqual(value);
            }),
            { numRuns: 20 },
        );
    });

    it('shares nothing with the next one', () => {
        const first = codec.decode(EMPTY);
        for (const value of Object.values(first)) {
            if (Array.isArray(value)) value.push('changed');
            if (value instanceof Map) value.set('changed', EMPTY);
        }
        expect(codec.decode(EMPTY)).toEqual(decodeTheirs(EMPTY));
    });
});

describe('a known field', () => {
    it.each(['varint', 'fixed64', 'group', 'fixed32'] as const)('of bytes is passed over where it is a %s', (kind) => {
        const encoded = bytesOf(inEveryWireType(3)[kind], delimited(4, 'tx'));
        expect(decodeMessage(encoded)).toMatchObject({ payload: EMPTY, txId: 'tx' });
    });

    it.each(['fixed64', 'bytes', 'group', 'fixed32'] as const)(
        'of a number is passed over where it is a %s',
        (kind) => {
            const encoded = bytesOf(inEveryWireType(1)[kind], delimited(4, 'tx'));
            expect(decodeMessage(encoded)).toMatchObject({ type: 0, txId: 'tx' });
        },
    );

    it.each(['varint', 'fixed64', 'group', 'fixed32'] as const)(
        'that repeats is passed over where it is a %s',
        (kind) => {
            const encoded = bytesOf(delimited(1, 'one'), inEveryWireType(1)[kind], delimited(1, 'two'));
            expect(chaincodeInput.decode(encoded).args.map(String)).toEqual(['one', 'two']);
        },
    );

    it('counts by its last occurrence', () => {
        const encoded = bytesOf(tag(1, 0), '05', delimited(4, 'tx1'), tag(1, 0), '0d', delimited(4, 'tx2'));
        expect(decodeMessage(encoded)).toMatchObject({ type: 13, txId: 'tx2' });
    });

    it('is merged where it is a message, as Go does it and fabric-protos for Node does not', () => {
        const encoded = bytesOf(
            delimited(4, writeRecord.encode({ key: 'metakey' })),
            delimited(4, writeRecord.encode({ value: Buffer.from('value') })),
        );
        const theirs = peer.WriteRecord.deserializeBinary(encoded).getMetadata();
        expect(theirs?.getMetakey()).toBe('');
        expect(writeRecord.decode(encoded).metadata).toEqual({ metakey: 'metakey', value: Buffer.from('value') });
    });

    it('is read as one message where it is several, wherever it is cut', () => {
        const whole = message({ spec: embedded(1, chaincodeSpec) });
        const args = fc.array(fc.uint8Array({ maxLength: 5 }), { maxLength: 4 });
        const input = fc.option(fc.record({ args, isInit: fc.boolean() }), { nil: undefined });
        const id = fc.option(fc.record({ name: fc.string(), version: fc.string() }), { nil: undefined });
        const specs = fc.array(fc.record({ type: fc.nat(4), chaincodeId: id, input }), { minLength: 1, maxLength: 4 });
        const property = fc.property(specs, (parts) => {
            const encoded = parts.map((part) => chaincodeSpec.encode(part));
            const together = chaincodeSpec.decode(Buffer.concat(encoded));
            expect(whole.decode(bytesOf(...encoded.map((part) => delimited(1, part)))).spec).toEqual(together);
            const given = parts.flatMap((part) => part.input?.args ?? []);
            expect(together.input?.args ?? []).toEqual(given.map((arg) => Buffer.from(arg)));
        });
        fc.assert(property);
    });

    it('that is an empty message is told apart from a missing one', () => {
        expect(chaincodeSpec.decode(delimited(2, '')).chaincodeId).toEqual({ path: '', name: '', version: '' });
        expect(chaincodeSpec.decode(EMPTY).chaincodeId).toBeUndefined();
        expect(chaincodeSpec.encode({ chaincodeId: {} }).toString('hex')).toBe('1200');
    });
});

describe('a length', () => {
    it.each([
        ['of 2 GiB', '1affffffff07'],
        ['of 4 GiB', '1affffffff0f'],
        ['of 2 ** 32 + 1, which is 1 in its lower half', '1a8180808010'],
        ['of 2 ** 64 - 1', '1affffffffffffffffff01'],
        ['of a string', '22ffffffff0f'],
        ['of a field that nobody knows', '7affffffff0f'],
        ['one more than there is', '1a02'],
    ])('%s is refused without a byte allocated', (_what, hex) => {
        const before = process.memoryUsage().arrayBuffers;
        expect(codeOf(() => decodeMessage(bytesOf(hex, '61')))).toBe('TRUNCATED_MESSAGE');
        expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
    });

    it('may be written in more bytes than it takes', () => {
        expect(decodeMessage(bytesOf('22', '8280808000', '7478')).txId).toBe('tx');
    });
});

describe('a varint', () => {
    it('may have ten bytes, of which a field of 32 bits keeps the lower ones', () => {
        expect(decodeMessage(bytesOf('08', 'ffffffffffffffffff01')).type).toBe(-1);
        expect(decodeMessage(bytesOf('08', '85808080808080808001')).type).toBe(5);
    });

    it('is true where any of its bits is set', () => {
        expect(chaincodeInput.decode(bytesOf('18', '80808080808080808001')).isInit).toBe(true);
        expect(chaincodeInput.decode(bytesOf('18', '80808080808080808000')).isInit).toBe(false);
    });

    it.each([
        ['in a known field', '08ffffffffffffffffffff01'],
        ['in an unknown field', '78ffffffffffffffffffff01'],
        ['as a length', '1affffffffffffffffffff01'],
        ['as a tag', 'ffffffffffffffffffff01'],
    ])('of eleven bytes is refused %s', (_where, hex) => {
        expect(codeOf(() => decodeMessage(bytesOf(hex)))).toBe('MALFORMED_MESSAGE');
    });
});

describe('a tag', () => {
    it.each([
        ['of field 0', '0005'],
        ['of field 0 with bytes', '020161'],
        ['of field 0 in a group', '7b00057c'],
        ['of more than 32 bits, whose lower half is field 1', '888080801005'],
        ['of wire type 6', '0e'],
        ['of wire type 7', '0f'],
    ])('%s is refused', (_what, hex) => {
        expect(codeOf(() => decodeMessage(bytesOf(hex)))).toBe('MALFORMED_MESSAGE');
    });
});

describe('a group', () => {
    const nested = (depth: number): Buffer => bytesOf(Buffer.alloc(depth, tag(15, 3)), Buffer.alloc(depth, tag(15, 4)));

    it('is passed over, others within included', () => {
        expect(decodeMessage(bytesOf(nested(100), delimited(4, 'tx'))).txId).toBe('tx');
    });

    it.each([1_000, 1_000_000])('is refused where it is %d deep', (depth) => {
        expect(codeOf(() => decodeMessage(nested(depth)))).toBe('MALFORMED_MESSAGE');
    });

    it.each([
        ['never ends', '7b', 'TRUNCATED_MESSAGE'],
        ['ends as another', '7b74', 'MALFORMED_MESSAGE'],
        ['only ends', '7c', 'MALFORMED_MESSAGE'],
    ])('is refused where it %s', (_what, hex, code) => {
        expect(codeOf(() => decodeMessage(bytesOf(hex)))).toBe(code);
    });
});

describe('text', () => {
    it.each([
        ['a byte that never occurs', 'ff'],
        ['a continuation without a start', '80'],
        ['a start without its continuation', 'e282'],
        ['an overlong form', 'c080'],
        ['a surrogate', 'eda080'],
        ['a surrogate pair', 'eda080edb080'],
        ['a code point beyond U+10FFFF', 'f4908080'],
        ['U+FFFD and then an invalid byte', 'efbfbdff'],
    ])('with %s is refused', (_what, hex) => {
        const encoded = delimited(4, bytesOf('61', hex, '61'));
        expect(codeOf(() => decodeMessage(encoded))).toBe('MALFORMED_MESSAGE');
    });

    it.each([['\ufffd'], ['\ufeffwith a mark'], ['a\u0000b'], ['\u{10ffff}'], ['x'.repeat(100_000)], ['ü'.repeat(64)]])(
        'such as %j is kept as it is',
        (text) => {
            expect(decodeMessage(encodeMessage({ type: 5, txId: text })).txId).toBe(text);
        },
    );

    it('with a lone surrogate is written with U+FFFD in its place', () => {
        expect(response.decode(response.encode({ message: 'cut \ud83d' })).message).toBe('cut \ufffd');
    });
});

describe('an entry of a map', () => {
    const decorations = (...entries: Buffer[]): [string, string][] =>
        Array.from(
            chaincodeInput.decode(bytesOf(...entries.map((entry) => delimited(2, entry)))).decorations,
            ([name, value]) => [name, String(value)],
        );

    it('may lack its key, its value or both', () => {
        expect(decorations(delimited(1, 'key'))).toEqual([['key', '']]);
        expect(decorations(delimited(2, 'value'))).toEqual([['', 'value']]);
        expect(decorations(EMPTY)).toEqual([['', '']]);
    });

    it('may have its value first, and fields that nobody knows', () => {
        const entry = bytesOf(delimited(2, 'value'), ...Object.values(inEveryWireType(3)), delimited(1, 'key'));
        expect(decorations(entry)).toEqual([['key', 'value']]);
    });

    it('takes the place of an earlier one of its key', () => {
        const entry = (value: string): Buffer => bytesOf(delimited(1, 'key'), delimited(2, value));
        expect(decorations(entry('one'), entry('two'))).toEqual([['key', 'two']]);
    });

    it.each(['__proto__', 'constructor', 'toString'])('may have the key %s', (key) => {
        const encoded = chaincodeInput.encode({ decorations: new Map([[key, Buffer.from('value')]]) });
        expect(decorations(bytesOf(delimited(1, key), delimited(2, 'value')))).toEqual([[key, 'value']]);
        expect([...chaincodeInput.decode(encoded).decorations.keys()]).toEqual([key]);
        expect({}).not.toHaveProperty('value');
    });
});

describe('memory', () => {
    it('is not copied: what is decoded are views on the frame', () => {
        const payload = chaincodeInput.encode({ args: [Buffer.from('create'), Buffer.alloc(1_000_000, 'x')] });
        const encoded = encodeMessage({ type: MessageType.TRANSACTION, payload, proposal: payload, event: payload });
        const decoded = decodeMessage(encoded);
        const { args } = chaincodeInput.decode(decoded.payload);
        for (const part of [decoded.payload, decoded.proposal, decoded.event, ...args])
            expect(part.buffer).toBe(encoded.buffer);
    });

    it('is not copied from a Uint8Array that is a view itself', () => {
        const encoded = encodeMessage({ type: 5, payload: Buffer.from('payload') });
        const within = new Uint8Array(encoded.length + 10);
        within.set(encoded, 7);
        const { payload } = decodeMessage(within.subarray(7, 7 + encoded.length));
        expect(payload.toString()).toBe('payload');
        expect(payload.buffer).toBe(within.buffer);
    });

    it('is not given to a million empty elements', () => {
        const many = (count: number, hex: string): Buffer => Buffer.alloc(count * 2, hex, 'hex');
        expect(chaincodeInput.decode(many(1_000_000, '0a00')).args).toHaveLength(1_000_000);
        expect(codeOf(() => chaincodeInput.decode(many(1_000_001, '0a00')))).toBe('MALFORMED_MESSAGE');
        expect(codeOf(() => queryPage.decode(many(1_000_001, '0a00')))).toBe('MALFORMED_MESSAGE');
    });
});

describe('a message that is sent', () => {
    // Lengths from 2 MiB to 256 MiB take equally many bytes. That this much is taken is in message-size.heavy.test.ts.
    const overhead = encodeMessage({ type: 5, payload: Buffer.alloc(2 ** 21) }).length - 2 ** 21;
    const largest = Buffer.alloc(MAX_MESSAGE_BYTES - overhead);

    it('is refused above 100 MiB, before memory is taken for it', () => {
        const before = process.memoryUsage().arrayBuffers;
        const send = (): Buffer => encodeMessage({ type: MessageType.PUT_STATE, payload: largest, txId: 'x' });
        expect(codeOf(send)).toBe('MESSAGE_TOO_LARGE');
        expect(send).toThrow('PUT_STATE of 104857603 bytes exceeds the 104857600 bytes that a peer takes');
        expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
    });

    it.each([2 ** 31, -(2 ** 31) - 1, 1.5, -0.5, NaN, Infinity])('is refused with %d as a signed number', (status) => {
        expect(() => response.encode({ status })).toThrow(`field 1 must be a signed 32-bit integer, not ${status}`);
        expect(codeOf(() => response.encode({ status }))).toBe('MALFORMED_MESSAGE');
    });

    it('may have any signed number of 32 bits', () => {
        for (const status of [200, -1, 2 ** 31 - 1, -(2 ** 31), -0])
            expect(response.decode(response.encode({ status })).status).toBe(status + 0);
    });
});

describe('a message that is read field by field', () => {
    /** What a call returns, or throws. */
    function outcomeOf(call: () => object): object {
        try {
            return call();
        } catch (error) {
            return error as Error;
        }
    }

    function expectSame(encoded: Uint8Array): void {
        const decoded = outcomeOf(() => {
            const { timestamp: _, ...rest } = decodeMessage(encoded);
            return rest;
        });
        expect(outcomeOf(() => readMessage(encoded))).toEqual(decoded);
    }

    const part = fc.oneof(
        ...[1, 2, 3, 4, 5, 6, 7, 8, 99].map((field) => fc.constantFrom(...Object.values(inEveryWireType(field)))),
        fc
            .tuple(fc.constantFrom(3, 4, 5, 7), fc.string({ unit: 'binary' }))
            .map(([field, text]) => delimited(field, text)),
        fc
            .tuple(fc.constantFrom(2, 4, 7), fc.uint8Array({ maxLength: 20 }))
            .map(([field, raw]) => delimited(field, raw)),
        fc.uint8Array({ maxLength: 12 }).map((raw) => Buffer.from(raw)),
    );

    it('is what the codec decodes, or the same error: fields in any order, twice, unknown, of other types, and random bytes', () => {
        fc.assert(
            fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
                expectSame(bytesOf(...parts));
            }),
            { numRuns: 500 },
        );
    });

    it('is so wherever a usual one is cut off or changed', () => {
        const whole = encodeMessage({
            type: MessageType.TRANSACTION,
            timestamp: { seconds: 1_700_000_000n, nanos: 5 },
            payload: Buffer.from('payload'),
            txId: 'a'.repeat(64),
            proposal: Buffer.alloc(200, 1),
            channelId: 'mychannel',
        });
        for (let end = 0; end <= whole.length; end++) expectSame(whole.subarray(0, end));
        fc.assert(
            fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
                const changed = Buffer.from(whole);
                changed[at] = byte;
                expectSame(changed);
            }),
            { numRuns: 500 },
        );
    });
});
