import type { Scan, StateEntry } from '../ledger/ledger-store';
import { failsWithIndexes } from './choose-index';
import { storedValue } from './document';
import { type Indexes, type IndexFile, parseIndexes } from './index-definition';
import { parseQuery, type Query } from './parse-query';
import { QueryResults } from './query-results';

/** Where CouchDB or a peer does what nobody expects. */
export interface QueryWarning {
    readonly chaincode: string;
    readonly text: string;
}

/** What is asked for, and of whom. */
export interface RichQueryRequest {
    readonly namespace: string;
    /** Empty for the chaincode's own state. */
    readonly collection: string;
    readonly text: string;
    readonly bookmark?: string | undefined;
    /** Rows that are wanted at most. Default: all. */
    readonly limit?: number | undefined;
    /** Is told of each row that is given out. Default: nobody is told. */
    readonly onRow?: (entry: StateEntry) => void;
}

/**
 * The rich queries of one channel, and the indexes that its chaincodes have.
 *
 * R1 Each warning is given once, however often the query is made.
 */
export class RichQueries {
    readonly #warn: (warning: QueryWarning) => void;
    readonly #indexes = new Map<string, Indexes>();
    readonly #warned = new Set<string>();

    constructor(warn: (warning: QueryWarning) => void) {
        this.#warn = warn;
    }

    /** Takes these files for all the indexes that a chaincode has. */
    define(chaincode: string, files: readonly IndexFile[]): void {
        this.#indexes.set(
            chaincode,
            parseIndexes(files, (file, reason) => {
                this.#warnOnce(chaincode, `${file} makes no index: ${reason}`);
            }),
        );
    }

    /** Looks at a value that a chaincode puts into its state, or into a collection. */
    noteValue(chaincode: string, value: Buffer): void {
        if (value.length > LARGEST_DOCUMENT && !storedValue(value).isAttached) this.#warnOnce(chaincode, TOO_LARGE);
    }

    /** @throws Error in the peer's or CouchDB's words */
    async find(states: () => Scan<StateEntry>, request: RichQueryRequest): Promise<QueryResults> {
        const { namespace, collection, text, bookmark, limit, onRow } = request;
        const query = parseQuery(text);
        const indexes = this.#indexes.get(namespace)?.get(collection) ?? [];
        if (indexes.length === 0 && failsWithIndexes(query.selector)) this.#warnOnce(namespace, NULL_IN_LIST);
        this.#checkNames(namespace, query, indexes);
        return await QueryResults.find(states(), bookmark === undefined ? query : { ...query, bookmark }, {
            indexes,
            ...(limit !== undefined && { limit }),
            ...(onRow !== undefined && { onRow }),
            onSkipAgain: () => {
                this.#warnOnce(namespace, SKIP);
            },
        });
    }

    #checkNames(chaincode: string, { useIndex: [ddoc] }: Query, indexes: readonly { readonly ddoc: string }[]): void {
        if (ddoc === undefined) return;
        const document = ddoc.startsWith('_design/') ? ddoc : `_design/${ddoc}`;
        if (indexes.some((index) => index.ddoc === document)) return;
        this.#warnOnce(
            chaincode,
            `a query names the index ${ddoc}, which no file in META-INF defines: it goes without`,
        );
    }

    #warnOnce(chaincode: string, text: string): void {
        const key = JSON.stringify([chaincode, text]);
        if (this.#warned.has(key)) return;
        this.#warned.add(key);
        this.#warn({ chaincode, text });
    }
}

/** CouchDB's max_document_size where nobody has set another one, since 3.0. What is attached does not count. */
const LARGEST_DOCUMENT = 8_000_000;
const TOO_LARGE =
    'a JSON object of more than 8,000,000 bytes is put: CouchDB refuses it unless its max_document_size is raised ' +
    '(document_too_large), at commit, where peers panic, each time that they are started; put it in several keys';
const NULL_IN_LIST =
    'a selector has null or a list in a list, or compares with an object of several properties: ' +
    'CouchDB fails at it with 500 function_clause as soon as the chaincode has any index';
const SKIP =
    'a query with "skip" has more than 1,000 rows: peers read them a thousand at a time, ' +
    'and pass over as many rows again before each thousand; use pages and their bookmarks';
