import type { Query } from '../api/transaction';
import { keyText, rangeText } from './keys';

/** What a query was of: `rich query`, `asset… of secrets`, `history of asset1`. */
export function queryName({ kind, collection, start, end, key }: Query): string {
    const where = collection === undefined ? '' : ` of ${collection}`;
    if (kind === 'rich') return `rich query${where}`;
    if (kind === 'history') return key === undefined ? 'history' : `history of ${keyText(key)}`;
    return start === undefined || end === undefined ? `range${where}` : `${rangeText(start, end)}${where}`;
}

/** How many rows a query gave, and how they were found. */
export function queryResult({ kind, rows, complete, index, page }: Query): string {
    const what = kind === 'history' ? 'version' : 'row';
    const found = kind === 'rich' ? [index === undefined ? 'without an index' : `by the index ${index}`] : [];
    return [`${rows} ${rows === 1 ? what : `${what}s`}`, ...found, ...endOf({ complete, page })].join(', ');
}

/** A page ends where it is full. */
function endOf({ complete, page }: Pick<Query, 'complete'> & { readonly page: Query['page'] }): string[] {
    if (page !== undefined)
        return [`a page of ${page.size} at most${page.bookmark === '' ? '' : ', behind a bookmark'}`];
    return complete ? [] : ['and not to its end'];
}
