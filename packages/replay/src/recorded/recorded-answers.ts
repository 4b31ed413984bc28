import type { RecordedFrame } from '@heddle/journal';
import {
    type ChaincodeMessage,
    decodeMessage,
    MessageType,
    messageTypeName,
    type QueryPage,
    queryPage,
    requests,
} from '@heddle/protocol';
import { operationsOf } from './operation';
import { encodePage, type RecordedQuery, RecordedRows } from './recorded-rows';

/** What a request is answered with; or why it cannot be. */
export type Answer =
    | { readonly type: number; readonly payload: Buffer }
    | { readonly missing: 'not recorded' | 'redacted'; readonly what: string };

interface KnownAnswer {
    readonly type: number;
    readonly payload: Buffer;
    readonly isRedacted: boolean;
}

interface Cursor {
    readonly query: RecordedQuery;
    at: number;
}

const QUERIES: ReadonlySet<number> = new Set([
    MessageType.GET_STATE_BY_RANGE,
    MessageType.GET_QUERY_RESULT,
    MessageType.GET_HISTORY_FOR_KEY,
]);

const WRITES: ReadonlySet<number> = new Set([
    MessageType.PUT_STATE,
    MessageType.DEL_STATE,
    MessageType.PUT_STATE_METADATA,
    MessageType.PURGE_PRIVATE_DATA,
    MessageType.WRITE_BATCH_STATE,
]);

const NOTHING = Buffer.alloc(0);

/**
 * What the peer answered in a recorded run, by what was asked and not by when: all reads of one simulation see one state, so
 * that other code can ask in another order, in batches or one by one, and less. Writes are taken.
 */
export class RecordedAnswers {
    readonly #exact = new Map<string, KnownAnswer[]>();
    readonly #values = new Map<string, KnownAnswer>();
    readonly #queries = new Map<string, RecordedQuery>();
    readonly #cursors = new Map<string, Cursor>();
    readonly #rows: RecordedRows;
    /** Types of which a request or an answer was left out. */
    readonly #redacted = new Set<number>();

    constructor(frames: readonly RecordedFrame[]) {
        const ranges = this.#collect(frames);
        this.#rows = new RecordedRows(ranges);
    }

    /** Answers a request of now. */
    take(request: ChaincodeMessage): Answer {
        const { type, payload } = request;
        if (type === MessageType.GET_STATE) return this.#read(request);
        if (type === MessageType.GET_STATE_MULTIPLE) return this.#readAll(request);
        if (QUERIES.has(type)) return this.#query(request);
        if (type === MessageType.QUERY_STATE_NEXT) return this.#next(request);
        if (type === MessageType.QUERY_STATE_CLOSE) return respond(encodePage(emptyPage()));
        const known = this.#takeExact(type, payload);
        if (known !== undefined) return known.isRedacted ? this.#missing(request) : known;
        return WRITES.has(type) ? respond(NOTHING) : this.#missing(request);
    }

    #collect(frames: readonly RecordedFrame[]): RecordedQuery[] {
        const ranges: RecordedQuery[] = [];
        const recorded = new Map<string, RecordedQuery>();
        for (const exchange of exchangesOf(frames)) {
            if (exchange.isRedacted) this.#redacted.add(exchange.request.type);
            const query = this.#collectOne(exchange, recorded);
            if (query !== undefined && exchange.request.type === MessageType.GET_STATE_BY_RANGE) ranges.push(query);
        }
        return ranges;
    }

    /** @returns the query, where one begins */
    #collectOne(
        { request, answer, isRedacted }: Exchange,
        recorded: Map<string, RecordedQuery>,
    ): RecordedQuery | undefined {
        const { type, payload } = request;
        if (QUERIES.has(type) && answer.type === MessageType.RESPONSE) {
            const query = { request: payload, pages: [], isRedacted };
            this.#noteQuery(type, query);
            notePage(recorded, query, answer.payload);
            return query;
        }
        const followed =
            type === MessageType.QUERY_STATE_NEXT
                ? recorded.get(requests.queryStateNext.query.decode(payload).id)
                : undefined;
        if (followed !== undefined) notePage(recorded, followed, answer.payload);
        else this.#noteOther(request, { type: answer.type, payload: answer.payload, isRedacted });
        return undefined;
    }

    /** Of two runs of one query, the one that has got further. */
    #noteQuery(type: number, query: RecordedQuery): void {
        const key = exactKey(type, query.request);
        const earlier = this.#queries.get(key);
        if (earlier === undefined || earlier.pages.length <= 1) this.#queries.set(key, query);
    }

    #noteOther({ type, payload }: ChaincodeMessage, answer: KnownAnswer): void {
        if (type === MessageType.GET_STATE) {
            const { key, collection } = requests.getState.query.decode(payload);
            this.#values.set(valueKey(key, collection), answer);
        } else if (type === MessageType.GET_STATE_MULTIPLE) this.#noteValues(payload, answer);
        else {
            const key = exactKey(type, payload);
            const earlier = this.#exact.get(key);
            if (earlier === undefined) this.#exact.set(key, [answer]);
            else earlier.push(answer);
        }
    }

    #noteValues(payload: Buffer, answer: KnownAnswer): void {
        const { keys, collection } = requests.getStateMultiple.query.decode(payload);
        const { values } = answer.isRedacted ? { values: [] } : requests.getStateMultiple.reply.decode(answer.payload);
        const { isRedacted } = answer;
        for (const [index, key] of keys.entries()) {
            const value = values[index];
            // Without values, the ledger could not be read: as an ERROR is for a single key.
            const known = value === undefined && !isRedacted ? failed(key) : { ...answer, payload: value ?? NOTHING };
            this.#values.set(valueKey(key, collection), known);
        }
    }

    #read(request: ChaincodeMessage): Answer {
        const { key, collection } = requests.getState.query.decode(request.payload);
        const known = this.#valueOf(key, collection);
        return known === undefined || known.isRedacted ? this.#missing(request, known) : known;
    }

    #readAll(request: ChaincodeMessage): Answer {
        const { keys, collection } = requests.getStateMultiple.query.decode(request.payload);
        const known = keys.map((key) => this.#valueOf(key, collection));
        const missing = known.findIndex((answer) => answer === undefined || answer.isRedacted);
        if (missing >= 0) return this.#missing(request, known[missing]);
        const answers = known.filter((answer) => answer !== undefined);
        const isWhole = answers.every(({ type }) => type === MessageType.RESPONSE);
        const values = isWhole ? answers.map(({ payload }) => payload) : [];
        return respond(requests.getStateMultiple.reply.encode({ values }));
    }

    #valueOf(key: string, collection: string): KnownAnswer | undefined {
        const known = this.#values.get(valueKey(key, collection));
        if (known !== undefined) return known;
        const value = this.#rows.value(key, collection);
        return value && { type: MessageType.RESPONSE, payload: value, isRedacted: false };
    }

    #query(request: ChaincodeMessage): Answer {
        const { type, payload } = request;
        const query = this.#queries.get(exactKey(type, payload));
        if (query === undefined) {
            const known = this.#takeExact(type, payload);
            if (known !== undefined) return known;
            const page = type === MessageType.GET_STATE_BY_RANGE ? this.#rows.page(payload) : undefined;
            return page === undefined ? this.#missing(request) : respond(encodePage(page));
        }
        if (query.isRedacted) return this.#missing(request);
        const id = `recorded-${this.#cursors.size + 1}`;
        this.#cursors.set(id, { query, at: 0 });
        return respond(encodePage({ ...(query.pages[0] ?? emptyPage()), id }));
    }

    #next(request: ChaincodeMessage): Answer {
        const { id } = requests.queryStateNext.query.decode(request.payload);
        const cursor = this.#cursors.get(id);
        const page = cursor?.query.pages[cursor.at + 1];
        if (cursor === undefined || page === undefined) return this.#missing(request);
        cursor.at += 1;
        return respond(encodePage({ ...page, id }));
    }

    /** The same request may be answered otherwise each time, by another chaincode for one. */
    #takeExact(type: number, payload: Buffer): KnownAnswer | undefined {
        const answers = this.#exact.get(exactKey(type, payload));
        return answers !== undefined && answers.length > 1 ? answers.shift() : answers?.[0];
    }

    #missing(request: ChaincodeMessage, known?: KnownAnswer): Answer {
        const what = operationsOf(request, false)
            .map((operation) => operation.what)
            .join(', ');
        const { type } = request;
        const isSingleRead = type === MessageType.GET_STATE || type === MessageType.GET_STATE_MULTIPLE;
        const isRedacted = isSingleRead ? known?.isRedacted === true : this.#redacted.has(type);
        return { missing: isRedacted ? 'redacted' : 'not recorded', what: what === '' ? messageTypeName(type) : what };
    }
}

interface Exchange {
    readonly request: ChaincodeMessage;
    readonly answer: ChaincodeMessage;
    readonly isRedacted: boolean;
}

/** Each request has its answer behind it: a transaction has one under way. */
function exchangesOf(frames: readonly RecordedFrame[]): Exchange[] {
    return frames.flatMap(({ from, frame, isRedacted }, index) => {
        const next = frames[index + 1];
        if (from !== 'chaincode' || next?.from !== 'peer') return [];
        const answer = decodeMessage(next.frame);
        return [{ request: decodeMessage(frame), answer, isRedacted: isRedacted || next.isRedacted }];
    });
}

function notePage(recorded: Map<string, RecordedQuery>, query: RecordedQuery, payload: Buffer): void {
    if (query.isRedacted) return;
    const page = queryPage.decode(payload);
    query.pages.push(page);
    recorded.set(page.id, query);
}

function respond(payload: Buffer): Answer {
    return { type: MessageType.RESPONSE, payload };
}

function failed(key: string): KnownAnswer {
    const payload = Buffer.from(`GET_STATE failed: the recorded run could not read ${key}`);
    return { type: MessageType.ERROR, payload, isRedacted: false };
}

function emptyPage(): QueryPage {
    return { results: [], hasMore: false, id: '', metadata: NOTHING };
}

function exactKey(type: number, payload: Buffer): string {
    return `${type} ${payload.toString('latin1')}`;
}

function valueKey(key: string, collection: string): string {
    return `${collection}\0${key}`;
}
