import type { Scan } from '../ledger/ledger-store';

/** As many queries of a transaction are noted; the rest is counted. */
const MOST_NOTED = 1000;
/** Bytes of a query's text that are noted. */
const MOST_TEXT = 16 * 1024;

/** Where a query looks. */
export interface QueryPlace {
    readonly namespace: string;
    /** Empty for the chaincode's public state. */
    readonly collection: string;
}

/** A rich query, as CouchDB answers it. */
export interface RichQueryAsked extends QueryPlace {
    readonly kind: 'rich';
    /** The query's JSON as the chaincode sent it; of a longer one the first 16 KiB. */
    readonly text: string;
    /** Bytes of all its text. */
    readonly size: number;
    /** The index that was used, as `use_index` names it: `design document/name`. Undefined where all documents were looked at. */
    readonly index: string | undefined;
    /** Undefined where no page was asked for. */
    readonly page: { readonly size: number; readonly bookmark: string } | undefined;
}

/** A range query of private data; those of public state are in the read set. */
export interface PrivateRangeAsked extends QueryPlace {
    readonly kind: 'private range';
    readonly startKey: string;
    readonly endKey: string;
}

/** A query of the versions that a public key had. */
export interface HistoryAsked extends QueryPlace {
    readonly kind: 'history';
    readonly key: string;
}

export type AskedQuery = RichQueryAsked | PrivateRangeAsked | HistoryAsked;

/** What of a query's rows its transaction has read. */
export interface GivenRows {
    /** How many the peer has read for it. */
    readonly rows: number;
    /** Whether they were read to their end: not so where it stopped before, and where its page was full. */
    readonly isComplete: boolean;
}

/** A query that the commit does not repeat, and that leaves nothing in the read set, but for the public keys of its rows. */
export type SimulatedQuery = AskedQuery & GivenRows;

/** The queries of a simulation, in the order in which they were made. */
export interface SimulatedQueries {
    /** The first 1,000. */
    readonly noted: readonly SimulatedQuery[];
    /** How many there were besides. */
    readonly others: number;
}

export const NO_QUERIES: SimulatedQueries = Object.freeze({ noted: Object.freeze([]), others: 0 });

/** A query, and what it has given so far. */
interface Note {
    readonly asked: AskedQuery;
    rows: number;
    isComplete: boolean;
}

/** Notes which queries a simulation makes, and how many rows each of them gives. */
export class QueryNotes {
    readonly #notes: Note[] = [];
    #others = 0;

    /** @returns the rows, which are counted as they are read */
    watch<Row>(asked: AskedQuery, rows: Scan<Row>): Scan<Row> {
        if (this.#notes.length === MOST_NOTED) {
            this.#others++;
            return rows;
        }
        const note: Note = { asked, rows: 0, isComplete: false };
        this.#notes.push(note);
        return {
            async next() {
                const row = await rows.next();
                if (row === undefined) note.isComplete = true;
                else note.rows++;
                return row;
            },
            close: () => rows.close(),
        };
    }

    toQueries(): SimulatedQueries {
        if (this.#notes.length === 0) return NO_QUERIES;
        const noted = this.#notes.map(({ asked, rows, isComplete }) => Object.freeze({ ...asked, rows, isComplete }));
        return Object.freeze({ noted: Object.freeze(noted), others: this.#others });
    }
}

/** What is noted of a rich query's text. A copy, where it is cut: a part of a string keeps all of it. */
export function notedText(text: string): Pick<RichQueryAsked, 'text' | 'size'> {
    const size = Buffer.byteLength(text);
    return size > MOST_TEXT ? { text: beginningOf(text), size } : { text, size };
}

/** Not within a character. */
function beginningOf(text: string): string {
    const bytes = Buffer.alloc(MOST_TEXT);
    return bytes.toString('utf8', 0, bytes.write(text));
}
