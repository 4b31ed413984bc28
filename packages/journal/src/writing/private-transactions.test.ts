import { encodeMessage, MessageType } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FrameFields } from '../format/frame-fields';
import { PrivateTransactions } from './private-transactions';

const PAYLOAD = 3;
const TX_ID = 4;
const CHANNEL = 7;

/** Few, and with the same end: the hash of many of them is the same. */
const ids = fc.record({
    txId: fc.constantFrom('a-12345678', 'b-12345678', 'c-12345678', '12345678', 'd', '', 'ä'),
    channelId: fc.constantFrom('one', 'two', ''),
});
const steps = fc.array(
    fc.record({ id: ids, what: fc.constantFrom('note' as const, 'find' as const, 'forget' as const) }),
    { maxLength: 60 },
);

describe('the transactions with something private', () => {
    it('are what a map by their ids would have', () => {
        fc.assert(
            fc.property(steps, (taken) => {
                const transactions = new PrivateTransactions();
                const expected = new Map<string, unknown>();
                const fields = new FrameFields();
                for (const { id, what } of taken) {
                    const frame = encodeMessage({ type: MessageType.COMPLETED, ...id });
                    fields.take(frame);
                    const key = JSON.stringify(id);
                    const found = transactions[what === 'note' ? 'note' : 'find'](frame, fields);
                    const known = expected.get(key);
                    expect(found).toBe(what === 'note' ? (known ?? found) : known);
                    if (what === 'note') expected.set(key, found);
                    if (what === 'forget' && found !== undefined) transactions.forget(found);
                    if (what === 'forget') expected.delete(key);
                    expect(new Set(transactions)).toEqual(new Set(expected.values()));
                    expect(transactions.isEmpty).toBe(expected.size === 0);
                }
            }),
        );
    });
});

describe('the fields of a frame', () => {
    it('are where they were encoded, whatever the frame before had', () => {
        const fields = new FrameFields();
        const message = fc.record({
            payload: fc.uint8Array({ maxLength: 300 }),
            txId: fc.string({ maxLength: 80 }),
            channelId: fc.string({ maxLength: 20 }),
            proposal: fc.option(fc.uint8Array({ maxLength: 200 }), { nil: undefined }),
        });
        fc.assert(
            fc.property(message, (given) => {
                const frame = encodeMessage({ type: MessageType.TRANSACTION, ...given });
                fields.take(frame);
                const textAt = (field: number): string =>
                    frame.toString('utf8', fields.start(field), fields.end(field));
                expect(frame.subarray(fields.start(PAYLOAD), fields.end(PAYLOAD))).toEqual(Buffer.from(given.payload));
                expect([textAt(TX_ID), textAt(CHANNEL)]).toEqual([given.txId, given.channelId].map(String));
                expect(fields.has(PAYLOAD)).toBe(given.payload.length > 0);
            }),
        );
    });

    it('are refused where a frame ends within one', () => {
        const frame = encodeMessage({ type: MessageType.TRANSACTION, txId: 'a', payload: Buffer.from('payload') });
        const fields = new FrameFields();
        expect(() => {
            fields.take(frame.subarray(0, frame.length - 1));
        }).toThrow(RangeError);
        expect(() => {
            fields.take(Buffer.of(0x1c));
        }).toThrow('wire type 4 at byte 1');
    });
});
