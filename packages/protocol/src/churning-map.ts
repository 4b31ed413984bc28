/** After so many deletions the entries move. Fewer would be felt; more let more pile up in the meantime. */
const MOST_DELETIONS = 2_000;

/**
 * A map whose entries come and go all the time, such as transactions under way.
 *
 * A Map of V8 replaces its table once it is full of deleted entries, and the old table keeps a reference to the new one, for
 * iterators that are under way. When a collection of the whole heap has made a table old, that chain keeps each later table
 * alive, with the entries that it had, until the next such collection, which makes another table old. From the first one on,
 * everything that was ever in the map takes that way: a transaction of a server cost twice the CPU, for good. Another Map
 * has no part in the chain.
 */
export class ChurningMap<K, V> {
    #map = new Map<K, V>();
    #deletions = 0;

    get size(): number {
        return this.#map.size;
    }

    get(key: K): V | undefined {
        return this.#map.get(key);
    }

    set(key: K, value: V): void {
        this.#map.set(key, value);
    }

    /** Whether it was there. */
    delete(key: K): boolean {
        if (!this.#map.delete(key)) return false;
        if (++this.#deletions >= MOST_DELETIONS) this.#move();
        return true;
    }

    clear(): void {
        this.#map = new Map<K, V>();
        this.#deletions = 0;
    }

    /** In the order of their arrival; those that come or go meanwhile may be missed, or not. */
    values(): IterableIterator<V> {
        return this.#map.values();
    }

    #move(): void {
        this.#map = new Map(this.#map);
        this.#deletions = 0;
    }
}
