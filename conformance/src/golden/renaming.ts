/** Transaction ids, and the ids of iterators: random, and as long in every peer's messages. */
const ID = /[0-9a-f]{64}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Ids of a recording and what they are called in its replay: each of the same length, so that messages keep their form. */
export class Renaming {
    readonly #replayed = new Map<string, string>();
    readonly #recorded = new Map<string, string>();

    /** @throws Error where they differ in length */
    add(recorded: string, replayed: string): void {
        if (recorded.length !== replayed.length) throw new Error(`${recorded} cannot be called ${replayed}`);
        this.#replayed.set(recorded, replayed);
        this.#recorded.set(replayed, recorded);
    }

    toReplayed(bytes: Uint8Array): Buffer {
        return rename(bytes, this.#replayed);
    }

    toRecorded(bytes: Uint8Array): Buffer {
        return rename(bytes, this.#recorded);
    }
}

function rename(bytes: Uint8Array, names: ReadonlyMap<string, string>): Buffer {
    const text = Buffer.from(bytes).toString('latin1');
    return Buffer.from(
        text.replace(ID, (id) => names.get(id) ?? id),
        'latin1',
    );
}
