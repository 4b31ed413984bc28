import { describe, expect, it } from '@jest/globals';
import { toEventLines } from './event-line';

const EVENT = { blockNumber: 7n, transactionId: 'a1', chaincodeName: 'basic' };
const line = (payload: Uint8Array): string => toEventLines({ ...EVENT, eventName: 'Made "it"', payload }).join('');
const HEAD = '{"blockNumber":7,"txId":"a1","chaincode":"basic","name":"Made \\"it\\"",';

describe('the line of an event', () => {
    it.each<[string, string]>([
        ['{ "n": 12345678901234567890,\n "s": "a b" }', '"payload":{"n":12345678901234567890,"s":"a b"}'],
        ['[]', '"payload":[]'],
        ['5', '"payload":"5"'],
        ['"quoted"', '"payload":"\\"quoted\\""'],
        ['{ no json', '"payload":"{ no json"'],
        ['', '"payload":""'],
    ])('has the payload %j', (payload, written) => {
        expect(line(Buffer.from(payload))).toBe(`${HEAD}${written}}\n`);
    });

    it('is one of several where they were emitted together', () => {
        const payload = Buffer.from(
            '{"events":[{"name":"A","payload":{"n":12345678901234567890}},{"name":"B","payload":{}}],"v":1}',
        );
        expect(toEventLines({ ...EVENT, eventName: 'heddle.events', payload })).toEqual([
            '{"blockNumber":7,"txId":"a1","chaincode":"basic","name":"A","payload":{"n":12345678901234567890}}\n',
            '{"blockNumber":7,"txId":"a1","chaincode":"basic","name":"B","payload":{}}\n',
        ]);
    });

    it('has what is no text in base64', () => {
        expect(line(Uint8Array.of(255, 0))).toBe(`${HEAD}"payloadBase64":"/wA="}\n`);
    });
});
