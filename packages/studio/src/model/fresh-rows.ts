interface Numbered {
    readonly seq: number;
}

/** Which rows have come since somebody was told of them last. */
export class FreshRows {
    /** The newest row that was told of; undefined before there was a list. */
    #told: number | undefined;

    /** Whether there is something to tell; the first list is nothing new. A process that was started anew counts anew. */
    see(rows: readonly Numbered[]): boolean {
        const newest = rows[0]?.seq;
        if (this.#told === undefined || newest === undefined || newest < this.#told) {
            // Of a list that has become empty, every row is new.
            this.#told = newest ?? (this.#told === undefined ? undefined : 0);
            return false;
        }
        return newest > this.#told;
    }

    /** Those that nobody was told of, the newest first, from now on told. */
    take<Row extends Numbered>(rows: readonly Row[]): Row[] {
        const told = this.#told ?? 0;
        this.#told = rows[0]?.seq ?? this.#told;
        return rows.filter(({ seq }) => seq > told);
    }
}
