import { describe, expect, it } from '@jest/globals';
import type { RunMark } from '../api/chaincode';
import type { Summary } from '../api/transaction';
import { isMark, markText, withMarks } from './list-rows';

function row(seq: number): Summary {
    return {
        seq,
        id: String(seq),
        at: '',
        kind: 'submit',
        chaincode: 'store',
        call: { name: 'put', args: '' },
        by: { mspId: 'Org1MSP', user: 'User1' },
        outcome: { kind: 'valid', text: 'VALID' },
        keysRead: 0,
        keysWritten: 0,
    };
}

function mark(seq: number, others: Partial<RunMark> = {}): RunMark {
    return { seq, at: '', chaincode: 'store', kind: 'runs', files: [], ...others };
}

function shown(rows: readonly Summary[], marks: readonly RunMark[]): string[] {
    return withMarks(rows, marks).map((one) => `${isMark(one) ? '-' : ''}${one.seq}`);
}

describe('the rows of the list', () => {
    it('have marks between the transactions that they separate', () => {
        expect(shown([row(5), row(4), row(2)], [mark(3), mark(5)])).toEqual(['-5', '5', '4', '-3', '2']);
    });

    it('have the newer one of two marks first', () => {
        const marks = [mark(4, { at: 'earlier' }), mark(4, { at: 'later' })];
        expect(withMarks([row(4)], marks).map(({ at }) => at)).toEqual(['later', 'earlier', '']);
    });

    it('have no mark that is older than all of them', () => {
        expect(shown([row(5)], [mark(4)])).toEqual(['5']);
        expect(shown([], [mark(4)])).toEqual([]);
    });

    it.each([
        [{ files: ['a.ts', 'b.ts'] }, 'a.ts, b.ts changed, new code runs since'],
        [{}, 'store was started anew, and runs since'],
        [{ kind: 'ended' as const }, 'store has ended by itself, at'],
    ])('say of %j: %s', (others, text) => {
        expect(markText(mark(1, others))).toBe(text);
    });
});
