import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { EVENT_ENVELOPE, foldEvents, unfoldEvents } from './event-envelope';

const json = fc.json().filter((text) => text === JSON.stringify(JSON.parse(text)));
const events = fc.array(fc.record({ name: fc.string({ minLength: 1 }), json }), { minLength: 1, maxLength: 20 });
const texts = (list: readonly { name: string; payload: Uint8Array }[]): { name: string; json: string }[] =>
    list.map(({ name, payload }) => ({ name, json: Buffer.from(payload).toString() }));

describe('events of one transaction', () => {
    it('are one event in Fabric, and several again', () => {
        fc.assert(
            fc.property(events, (list) => {
                fc.pre(list.every(({ name }) => name !== EVENT_ENVELOPE));
                expect(texts(unfoldEvents(foldEvents(list)))).toEqual(list);
            }),
        );
    });

    it('are a plain event if there is one, and an envelope if there are more', () => {
        expect(texts([foldEvents([{ name: 'A', json: '{"n":1}' }])])).toEqual([{ name: 'A', json: '{"n":1}' }]);
        const two = foldEvents([
            { name: 'A', json: '{"n":1}' },
            { name: 'B', json: '{}' },
        ]);
        expect(texts([two])).toEqual([
            {
                name: 'heddle.events',
                json: '{"events":[{"name":"A","payload":{"n":1}},{"name":"B","payload":{}}],"v":1}',
            },
        ]);
    });

    it('keep the very text of their payloads', () => {
        const list = [
            { name: 'A', json: '{"10":12345678901234567890,"9":"},{\\"payload\\":"}' },
            { name: 'B\n', json: '[1,[2,{}]]' },
        ];
        expect(texts(unfoldEvents(foldEvents(list)))).toEqual(list);
    });

    it('are found in an envelope that somebody else wrote, with spaces', () => {
        const payload = Buffer.from('{ "v": 1, "events": [ { "payload": { "n": 1 }, "name": "A" } ] }');
        expect(texts(unfoldEvents({ name: EVENT_ENVELOPE, payload }))).toEqual([{ name: 'A', json: '{"n":1}' }]);
    });

    it.each([
        '',
        'no JSON',
        'null',
        '{"v":2,"events":[]}',
        '{"v":1,"events":[{"name":"A"}]}',
        '{"v":1,"events":[null]}',
    ])('are not read into what is no envelope: %j', (text) => {
        const event = { name: EVENT_ENVELOPE, payload: Buffer.from(text) };
        expect(unfoldEvents(event)).toEqual([event]);
    });
});
