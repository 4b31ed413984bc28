import type { SimulatedQuery } from '@heddle/local-peer';
import type { Query } from '@heddle/studio';
import { bytesOf, keyOf } from './bytes';
import type { Row } from './change-rows';

/** The queries that a transaction has made: what was asked, and how many rows came back. */
export function queryRows(queries: readonly SimulatedQuery[]): readonly Row<Query>[] {
    return queries.map((query) => () => Promise.resolve(queryRow(query)));
}

function queryRow(query: SimulatedQuery): Query {
    const { kind, namespace, collection, rows, isComplete: complete } = query;
    const place = { namespace, ...(collection !== '' && { collection }) };
    return { kind, ...place, ...askedIn(query), rows, complete };
}

type Asked = Pick<Query, 'text' | 'index' | 'page' | 'start' | 'end' | 'key'>;

function askedIn(query: SimulatedQuery): Asked {
    switch (query.kind) {
        case 'rich': {
            const { index, page } = query;
            return {
                text: textOf(query),
                ...(index !== undefined && { index }),
                ...(page !== undefined && { page }),
            };
        }
        case 'private range':
            return { start: keyOf(query.startKey), end: keyOf(query.endKey) };
        case 'history':
            return { key: keyOf(query.key) };
    }
}

/** Of a long text nobody has more than its beginning. */
function textOf({ text, size }: Extract<SimulatedQuery, { kind: 'rich' }>): NonNullable<Query['text']> {
    const shown = bytesOf(Buffer.from(text));
    return shown.size < size ? { ...shown, size, cut: true, isLost: true } : shown;
}
