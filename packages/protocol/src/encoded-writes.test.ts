import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EncodedWrites, encodedWrites } from './encoded-writes';
import { MessageType } from './message';
import { requests } from './requests';

const { DEL_STATE, PUT_STATE } = MessageType;

const key = fc.oneof(fc.string({ minLength: 1 }), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }));
const value = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.constantFrom(127, 128, 16_000, 20_000).map((length) => new Uint8Array(length)),
);
const put = fc.record({ type: fc.constant(PUT_STATE), key, value });
const del = fc.record({ type: fc.constant(DEL_STATE), key });
const writes = fc.array(fc.oneof(put, del), { maxLength: 40 });

describe('encodedWrites', () => {
    it('writes what the codec of a batch writes', () => {
        fc.assert(
            fc.property(writes, (records) => {
                const encoded = new EncodedWrites();
                for (const record of records)
                    encoded.add(record.type, record.key, 'value' in record ? record.value : undefined);
                expect(encoded.count).toBe(records.length);
                const expected = requests.writeBatchState.query.encode({ records });
                // As text: a difference of large buffers would take the test minutes to show.
                expect(encodedWrites.encode(encoded).toString('latin1')).toBe(expected.toString('latin1'));
            }),
        );
    });

    it('keeps its own bytes', () => {
        const encoded = new EncodedWrites();
        const bytes = Buffer.from('before');
        encoded.add(PUT_STATE, 'k', bytes);
        bytes.fill(0);
        const { records } = encodedWrites.decode(encodedWrites.encode(encoded));
        expect(records.map((record) => record.value.toString())).toEqual(['before']);
    });

    it('says how many bytes it takes', () => {
        const encoded = new EncodedWrites();
        expect(encoded.size).toBe(0);
        for (let index = 0; index < 300; index++) encoded.add(PUT_STATE, `key${index}`, Buffer.alloc(100));
        expect(encodedWrites.encode(encoded)).toHaveLength(encoded.size);
    });
});
