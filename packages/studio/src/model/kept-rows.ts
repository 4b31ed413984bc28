/** Rows in the order of their numbers, the newest first, so many at most: the oldest go. */
export class KeptRows<Row extends { readonly seq: number; readonly id: string }> {
    readonly #most: number;
    #rows: Row[] = [];
    readonly #byId = new Map<string, Row>();

    constructor(most: number) {
        this.#most = most;
    }

    get rows(): readonly Row[] {
        return this.#rows;
    }

    find(id: string): Row | undefined {
        return this.#byId.get(id);
    }

    /** Adds rows, or takes the place of those that have their numbers. */
    put(rows: readonly Row[]): void {
        const known = new Map(this.#rows.map((row) => [row.seq, row]));
        for (const row of rows) known.set(row.seq, row);
        this.#keep([...known.values()].sort((a, b) => b.seq - a.seq));
    }

    /** Changes the row of an id, if it is kept. */
    change(id: string, changed: (row: Row) => Row): void {
        const row = this.#byId.get(id);
        if (row === undefined) return;
        const next = changed(row);
        this.#byId.set(id, next);
        this.#rows = this.#rows.map((one) => (one === row ? next : one));
    }

    /** Lets go of the rows with smaller numbers. */
    dropBefore(seq: number): void {
        this.#keep(this.#rows.filter((row) => row.seq >= seq));
    }

    /** Lets go of the rows up to a number. */
    dropUpTo(seq: number): void {
        this.#keep(this.#rows.filter((row) => row.seq > seq));
    }

    clear(): void {
        this.#keep([]);
    }

    #keep(rows: Row[]): void {
        this.#rows = rows.slice(0, this.#most);
        this.#byId.clear();
        // Of two rows with one id the newer one is meant.
        for (const row of this.#rows.toReversed()) this.#byId.set(row.id, row);
    }
}
