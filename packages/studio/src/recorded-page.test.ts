import { describe, expect, it } from '@jest/globals';
import type { StudioRecord } from './api/record';
import { answerFrom } from './model/record-answers';
import { recordedPage } from './recorded-page';

const HOSTILE = '</script><script>alert(1)</script><!-- $& ';

function version(
    place: string,
    text: string | undefined,
): StudioRecord['places'][number]['keys'][number]['history'][0] {
    const value = text === undefined ? {} : { value: { size: text.length, text } };
    return { version: place, time: '2026-01-01T00:00:00.000Z', isDelete: text === undefined, ...value };
}

const RECORD: StudioRecord = {
    test: { name: HOSTILE, message: 'it failed', at: '2026-01-01T00:00:00.000Z' },
    network: {
        api: 1,
        mode: 'dev',
        run: 'record',
        channel: 'mychannel',
        height: 4,
        organizations: [],
        chaincodes: [{ name: 'store', collections: [] }],
        queries: 'leveldb',
        can: {
            submit: false,
            evaluate: false,
            try: false,
            hold: false,
            users: false,
            build: false,
            transientValues: false,
        },
    },
    chaincodes: [],
    contracts: [],
    transactions: [],
    reasons: [],
    places: [
        {
            namespace: 'store',
            keys: [
                {
                    key: { text: 'a' },
                    value: { size: 3, text: 'new' },
                    version: '3.0',
                    history: [version('3.0', 'new'), version('1.0', 'old')],
                },
                { key: { text: 'b' }, history: [version('2.0', undefined), version('1.0', 'gone')] },
            ],
        },
    ],
    blocks: [],
    events: [],
    identities: [],
    leftOut: [],
};

describe('a page with its record inside', () => {
    it('is one file, whose record begins and ends no element, and which may ask nobody', () => {
        const page = recordedPage(RECORD) ?? '';
        expect(page.match(/<script\b/g)).toHaveLength(2);
        expect(page).not.toContain('<script>alert');
        expect(page).not.toMatch(/(?:src|href)="\//);
        expect(page).toContain(`content="default-src 'none'; script-src 'sha256-`);
        const [, json = ''] = /id="record">(.*?)<\/script>/.exec(page) ?? [];
        expect(JSON.parse(json)).toEqual(RECORD);
    });

    it('answers what there is, and what there was after a block', () => {
        const state = (asOf?: number): unknown => answerFrom(RECORD, 'state', { namespace: 'store', asOf });
        const row = (key: string, place: string, preview: string): object => ({
            key: { text: key },
            version: place,
            size: preview.length,
            preview,
        });
        expect(state()).toEqual({ items: [row('a', '3.0', 'new')], next: null });
        expect(state(2)).toEqual({ items: [row('a', '1.0', 'old')], next: null });
        expect(state(1)).toEqual({ items: [row('a', '1.0', 'old'), row('b', '1.0', 'gone')], next: null });
        expect(state(0)).toEqual({ items: [], next: null });
        expect(answerFrom(RECORD, `transactions/${'a'.repeat(64)}`, {})).toBeUndefined();
        expect(answerFrom(RECORD, 'state/key', { namespace: 'store', key: 'none' })).toEqual({ key: { text: 'none' } });
    });
});
