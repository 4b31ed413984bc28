import { createHash } from 'node:crypto';
import type { MerkleSummary } from './read-write-set';

/**
 * Sums up the rows of a long range query, so that a read-write set does not grow with them: whenever a level has more
 * than `maxDegree` hashes, they become one hash of the level above
 * (fabric, rwsetutil/query_results_helper.go, merkleTree).
 */
export class MerkleTree {
    readonly #maxDegree: number;
    /** Hashes by level; the first level is 1. Levels that were joined into the next one are empty. */
    readonly #levels = new Map<number, Buffer[]>();
    #maxLevel = 1;

    constructor(maxDegree: number) {
        this.#maxDegree = maxDegree;
    }

    /** The present highest level; comparable with that of another tree of the same degree. */
    get summary(): MerkleSummary {
        return { maxDegree: this.#maxDegree, maxLevel: this.#maxLevel, maxLevelHashes: this.#at(this.#maxLevel) };
    }

    get isEmpty(): boolean {
        return this.#maxLevel === 1 && this.#at(1).length === 0;
    }

    /** Adds the hash of the next rows. */
    add(leaf: Buffer): void {
        let level = 1;
        let hash = leaf;
        for (;;) {
            const hashes = [...this.#at(level), hash];
            this.#levels.set(level, hashes);
            if (hashes.length <= this.#maxDegree) return;
            this.#levels.delete(level);
            hash = sha256(hashes);
            level++;
            this.#maxLevel = Math.max(this.#maxLevel, level);
        }
    }

    /** Lifts what is left on lower levels to the highest one. To be called once, after the last leaf. */
    finish(): void {
        for (let level = 1; level < this.#maxLevel; level++) {
            const hashes = this.#at(level);
            const [only] = hashes;
            if (only === undefined) continue;
            this.#levels.delete(level);
            this.#levels.set(level + 1, [...this.#at(level + 1), hashes.length === 1 ? only : sha256(hashes)]);
        }
        const top = this.#at(this.#maxLevel);
        if (top.length <= this.#maxDegree) return;
        this.#levels.delete(this.#maxLevel);
        this.#maxLevel++;
        this.#levels.set(this.#maxLevel, [sha256(top)]);
    }

    #at(level: number): Buffer[] {
        return this.#levels.get(level) ?? [];
    }
}

export function sha256(parts: readonly Uint8Array[]): Buffer {
    const hash = createHash('sha256');
    for (const part of parts) hash.update(part);
    return hash.digest();
}
