import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What CouchDB has answered to queries, as a peer makes them: one file for each set of documents and indexes. */

export const QUERIES_FOLDER = join(__dirname, '../../queries');

/** What queries are about. */
export interface Database {
    /** Keys, and the JSON texts of documents; sorted by the keys' bytes. */
    readonly documents: readonly (readonly [key: string, document: string])[];
    readonly indexes: readonly IndexDefinition[];
}

export interface IndexDefinition {
    readonly index: { readonly fields: readonly unknown[]; readonly partial_filter_selector?: object };
    readonly ddoc: string;
    readonly name: string;
}

/** A query, and the pages that were read of it one after the other. */
export interface RecordedQuery {
    readonly text: string;
    /** Rows of a page; 0 for all rows at once. */
    readonly pageSize: number;
    readonly pages: readonly RecordedPage[];
}

/** An error by its name, status and reason; or the places of the documents that were found. */
export type RecordedPage =
    | string
    | {
          readonly places: readonly number[];
          /** What the bookmark is: empty, `nil`, or one that leads on, `+`. */
          readonly bookmark: string;
          /** Values, where the query names fields. */
          readonly values?: readonly string[];
      };

export interface Recording {
    readonly database: Database;
    readonly queries: readonly RecordedQuery[];
}

export function recordingFiles(): string[] {
    return readdirSync(QUERIES_FOLDER)
        .filter((name) => name.endsWith('.jsonl'))
        .map((name) => join(QUERIES_FOLDER, name));
}

type Line = readonly [text: string, pageSize: number, ...pages: WrittenPage[]];
type WrittenPage = string | readonly [number[], string, string[]?];

/** The first line is the database, each further one a query with its answers. */
export function readRecording(file: string): Recording {
    const [first = '', ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
    const queries = lines.map((line) => {
        const [text, pageSize, ...pages] = JSON.parse(line) as Line;
        return { text, pageSize, pages: pages.map(toPage) };
    });
    return { database: JSON.parse(first) as Database, queries };
}

function toPage(page: WrittenPage): RecordedPage {
    if (typeof page === 'string') return page;
    const [places, bookmark, values] = page;
    return { places, bookmark, ...(values !== undefined && { values }) };
}

export function writeRecording(file: string, { database, queries }: Recording): void {
    const lines = queries.map(({ text, pageSize, pages }) => {
        const written = pages.map((page) =>
            typeof page === 'string' ? page : [page.places, page.bookmark, ...(page.values ? [page.values] : [])],
        );
        return JSON.stringify([text, pageSize, ...written]);
    });
    writeFileSync(file, `${[JSON.stringify(database), ...lines].join('\n')}\n`);
}
