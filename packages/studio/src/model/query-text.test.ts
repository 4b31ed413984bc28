import { describe, expect, it } from '@jest/globals';
import type { Query } from '../api/transaction';
import { queryName, queryResult } from './query-text';

const RICH: Query = { kind: 'rich', namespace: 'cc', text: { size: 2, text: '{}' }, rows: 2, complete: true };
const RANGE: Query = { kind: 'private range', namespace: 'cc', collection: 'secrets', rows: 1, complete: true };

describe('a query', () => {
    it.each<[query: Query, name: string]>([
        [RICH, 'rich query'],
        [{ ...RICH, collection: 'secrets' }, 'rich query of secrets'],
        [{ ...RANGE, start: { text: '' }, end: { text: '' } }, 'all keys of secrets'],
        [{ ...RANGE, start: { text: 'a' }, end: { text: 'b\u202e' } }, 'a … b\\u{202e} of secrets'],
        [{ ...RICH, kind: 'history', key: { text: 'asset1' } }, 'history of asset1'],
    ])('is called by what it was of', (query, name) => {
        expect(queryName(query)).toBe(name);
    });

    it.each<[query: Query, result: string]>([
        [RICH, '2 rows, without an index'],
        [{ ...RICH, rows: 1, index: 'byOwner/owner' }, '1 row, by the index byOwner/owner'],
        [{ ...RICH, complete: false }, '2 rows, without an index, and not to its end'],
        [
            { ...RICH, complete: false, page: { size: 2, bookmark: '' } },
            '2 rows, without an index, a page of 2 at most',
        ],
        [
            { ...RICH, rows: 0, page: { size: 2, bookmark: 'x' } },
            '0 rows, without an index, a page of 2 at most, behind a bookmark',
        ],
        [RANGE, '1 row'],
        [{ ...RANGE, kind: 'history', rows: 3, complete: false }, '3 versions, and not to its end'],
    ])('tells what it gave', (query, result) => {
        expect(queryResult(query)).toBe(result);
    });
});
