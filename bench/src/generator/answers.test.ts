import { keyValue, MessageType, queryPage, requests } from '@heddle/protocol';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createAnswers } from './answers';
import { StateStore } from './state-store';

describe('the answers of the generator', () => {
    let store: StateStore;
    let answer: (type: number, payload: Buffer) => Buffer;

    beforeEach(() => {
        store = new StateStore();
        const answers = createAnswers(store);
        answer = (type, payload) => answers.get(type)?.(payload) ?? Buffer.from('no answer');
    });

    it('read what was written', () => {
        const { getState, putState } = requests;
        expect(answer(getState.type, getState.query.encode({ key: 'k' }))).toHaveLength(0);
        answer(putState.type, putState.query.encode({ key: 'k', value: Buffer.from('v') }));
        expect(answer(getState.type, getState.query.encode({ key: 'k' })).toString()).toBe('v');
        expect([store.reads, store.writes]).toEqual([2, 1]);
    });

    it('take batches, and count what is in them', () => {
        const { getStateMultiple, writeBatchState } = requests;
        const records = ['a', 'b'].map((key) => ({ type: MessageType.PUT_STATE, key, value: Buffer.from(key) }));
        answer(writeBatchState.type, writeBatchState.query.encode({ records }));
        const reply = answer(getStateMultiple.type, getStateMultiple.query.encode({ keys: ['b', 'none', 'a'] }));
        expect(getStateMultiple.reply.decode(reply).values.map(String)).toEqual(['b', '', 'a']);
        expect([store.reads, store.writes]).toEqual([3, 2]);
    });

    it('page through a range in the order of its keys', () => {
        const { getStateByRange, queryStateNext } = requests;
        for (let index = 249; index >= 0; index--) store.put(`k${String(index).padStart(3, '0')}`, Buffer.from('v'));
        let page = queryPage.decode(
            answer(getStateByRange.type, getStateByRange.query.encode({ startKey: 'k', endKey: 'l' })),
        );
        const pages = [page];
        while (page.hasMore) {
            page = queryPage.decode(answer(queryStateNext.type, queryStateNext.query.encode({ id: page.id })));
            pages.push(page);
        }
        const keys = pages.flatMap(({ results }) => results.map((row) => keyValue.decode(row.resultBytes).key));
        expect(pages.map(({ results }) => results.length)).toEqual([100, 100, 50]);
        expect(keys).toEqual([...keys].sort());
        expect([keys.length, store.reads]).toEqual([250, 250]);
    });

    it('show a write in the next range query', () => {
        const { getStateByRange } = requests;
        const count = (): number =>
            queryPage.decode(answer(getStateByRange.type, getStateByRange.query.encode({ startKey: 'a', endKey: 'z' })))
                .results.length;
        expect(count()).toBe(0);
        store.put('k', Buffer.from('v'));
        expect(count()).toBe(1);
    });
});
