import type { Scan } from '../ledger/ledger-store';
import type { AskedQuery, RichQueryAsked, SimulatedQueries } from '../records/simulated-query';

/** As many queries of a transaction are noted; the rest is counted. */
const MOST_NOTED = 1000;
/** Bytes of a query's text that are noted. */
const MOST_TEXT = 16 * 1024;

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
