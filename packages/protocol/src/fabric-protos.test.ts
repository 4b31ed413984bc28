import { peer } from '@hyperledger/fabric-protos';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Codec } from './codec';
import { MessageType, messageTypeName } from './message';
import { type RequestName, requests } from './requests';
import { replyShapes, shapes } from './testing/fabric-shapes';
import { EMPTY } from './wire';

describe.each(shapes)('%s', (_name, { codec, values, propertyNames, decodeTheirs, encodeTheirs }) => {
    it('is compared in each of its fields', () => {
        expect(Object.keys(codec.decode(EMPTY)).sort()).toEqual([...propertyNames].sort());
    });

    it('is encoded to the same bytes as by fabric-protos', () => {
        fc.assert(
            fc.property(values, (value) => {
                expect(codec.encode(value).toString('hex')).toBe(encodeTheirs(value).toString('hex'));
            }),
        );
    });

    it('is decoded by fabric-protos to the value that we encoded', () => {
        fc.assert(
            fc.property(values, (value) => {
                expect(decodeTheirs(codec.encode(value))).toEqual(value);
            }),
        );
    });

    it('is decoded by us to the value that fabric-protos encoded', () => {
        fc.assert(
            fc.property(values, (value) => {
                expect(codec.decode(encodeTheirs(value))).toEqual(value);
            }),
        );
    });

    it('has the same defaults', () => {
        expect(codec.decode(EMPTY)).toEqual(decodeTheirs(EMPTY));
        expect(codec.encode({})).toHaveLength(0);
    });
});

describe('the types of messages', () => {
    const { ...theirs } = peer.ChaincodeMessage.Type;

    it('have the names and numbers of fabric-protos', () => {
        expect(MessageType).toEqual(theirs);
    });

    it('are named in logs, unknown ones by their number', () => {
        expect(messageTypeName(MessageType.GET_STATE)).toBe('GET_STATE');
        expect(messageTypeName(12)).toBe('type 12');
    });

    it('are all in the table of requests, except those that are not requests', () => {
        const others = [
            'UNDEFINED',
            'REGISTER',
            'REGISTERED',
            'INIT',
            'READY',
            'TRANSACTION',
            'COMPLETED',
            'ERROR',
            'RESPONSE',
            'KEEPALIVE',
        ];
        const inTable = Object.values(requests).map(({ type }) => messageTypeName(type));
        expect([...inTable, ...others].sort()).toEqual(Object.keys(theirs).sort());
    });
});

describe('the table of requests', () => {
    const names = Object.keys(requests) as RequestName[];

    it.each(names.filter((name) => replyShapes[name] === 'bytes'))('answers %s with bytes as they are', (name) => {
        const bytes = Uint8Array.from([0, 1, 2, 255]);
        const { reply } = requests[name as 'getState'];
        expect(reply.decode(bytes)).toEqual(Buffer.from(bytes));
        expect(reply.encode(bytes)).toEqual(Buffer.from(bytes));
        expect(reply.decode(bytes).buffer).toBe(bytes.buffer);
    });

    it.each(names.filter((name) => replyShapes[name] === 'nothing'))('answers %s with nothing', (name) => {
        const reply: Codec<unknown> = requests[name as 'putState'].reply;
        expect(reply.encode(undefined)).toHaveLength(0);
        expect(reply.decode(Buffer.from('ignored'))).toBeUndefined();
    });
});
