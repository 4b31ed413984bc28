import { randomBytes } from 'node:crypto';
import type { CouchClient } from './couch-client';
import type { Database, RecordedPage, RecordedQuery } from './recorded-queries';

/** As many pages are read of a query at most. */
const MOST_PAGES = 3;
/** core.yaml's ledger.state.couchDBConfig.internalQueryLimit. */
const ALL_ROWS = 1000;

interface FindResponse {
    readonly docs: readonly { readonly _id: string }[];
    readonly bookmark?: string;
}

/** Asks CouchDB anew what was recorded, on a database of its own that is deleted then. */
export async function askCouch(
    couch: CouchClient,
    database: Database,
    queries: readonly Omit<RecordedQuery, 'pages'>[],
): Promise<RecordedQuery[]> {
    const name = `heddle_queries_${randomBytes(8).toString('hex')}`;
    await couch.request('PUT', name);
    try {
        await fill(couch, name, database);
        const places = new Map(database.documents.map(([key], place) => [key, place]));
        const answered: RecordedQuery[] = [];
        for (const query of queries) answered.push({ ...query, pages: await readPages(couch, name, query, places) });
        return answered;
    } finally {
        await couch.request('DELETE', name);
    }
}

async function fill(couch: CouchClient, name: string, { documents, indexes }: Database): Promise<void> {
    const docs = documents.map(([key, text]) => ({ ...(JSON.parse(text) as object), _id: key, '~version': '' }));
    await couch.request('POST', `${name}/_bulk_docs`, JSON.stringify({ docs }));
    for (const index of indexes) await couch.request('POST', `${name}/_index`, JSON.stringify(index));
}

async function readPages(
    couch: CouchClient,
    name: string,
    { text, pageSize }: Omit<RecordedQuery, 'pages'>,
    places: ReadonlyMap<string, number>,
): Promise<RecordedPage[]> {
    const pages: RecordedPage[] = [];
    let bookmark = '';
    do {
        const response = await couch.send('POST', `${name}/_find`, asPeer(text, pageSize, bookmark));
        const answer = await response.text();
        if (!response.ok) return [...pages, errorOf(response.status, answer)];
        const found = JSON.parse(answer) as FindResponse;
        ({ bookmark = '' } = found);
        pages.push(toPage(found, text, places));
    } while (pageSize > 0 && bookmark !== '' && pages.length < MOST_PAGES);
    return pages;
}

/** What a peer makes of a query: its own limit, its own fields, the bookmark (fabric, applyAdditionalQueryOptions). */
function asPeer(text: string, pageSize: number, bookmark: string): string {
    const own = [
        `"limit":${pageSize === 0 ? ALL_ROWS : pageSize}`,
        ...(bookmark === '' ? [] : [`"bookmark":${JSON.stringify(bookmark)}`]),
    ];
    const fields = text.replace(/"fields":\[([^\]]*)\]/, (_, names: string) => {
        const all = [names, '"_id"', '"~version"'].filter((name) => name !== '');
        return `"fields":[${all.join(',')}]`;
    });
    return fields.replace(/\}\s*$/, `${fields.length > 2 ? ',' : ''}${own.join(',')}}`);
}

function errorOf(status: number, answer: string): string {
    const { error, reason } = JSON.parse(answer) as { readonly error: string; readonly reason: string };
    return `${error} ${status} ${reason}`;
}

function toPage(
    { docs, bookmark = '' }: FindResponse,
    text: string,
    places: ReadonlyMap<string, number>,
): RecordedPage {
    const values = docs.map((document) => {
        const own = Object.entries(document).filter(([name]) => !['_id', '_rev', '~version'].includes(name));
        return JSON.stringify(Object.fromEntries(own.sort(([left], [right]) => (left < right ? -1 : 1))));
    });
    return {
        places: docs.map(({ _id }) => places.get(_id) ?? -1),
        bookmark: bookmark === '' || bookmark === 'nil' ? bookmark : '+',
        ...(text.includes('"fields":') && { values }),
    };
}
