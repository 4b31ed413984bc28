import { queryReads } from './key-value-set-codec';
import { MerkleTree, sha256 } from './merkle-tree';
import type { KeyRead, MerkleSummary } from './read-write-set';

/** Above this many rows a range query is recorded as hashes (fabric, query_executor.go, maxDegreeQueryReadsHashing). */
export const MAX_RAW_READS = 50;

/** What a range query gave: all rows, or hashes of them; neither of the two if it gave no rows. */
export interface RangeDigestResult {
    readonly rawReads?: { reads: KeyRead[] };
    readonly merkleHashes?: MerkleSummary;
}

/** Collects the rows of a range query (fabric, rwsetutil/query_results_helper.go, RangeQueryResultsHelper). */
export class RangeDigest {
    readonly #maxDegree: number;
    readonly #tree: MerkleTree;
    #pending: KeyRead[] = [];

    constructor(maxDegree: number = MAX_RAW_READS) {
        this.#maxDegree = maxDegree;
        this.#tree = new MerkleTree(maxDegree);
    }

    /** The tree as far as it has been built: rows that wait for their hash are not in it. */
    get summary(): MerkleSummary {
        return this.#tree.summary;
    }

    add(read: KeyRead): void {
        this.#pending.push(read);
        if (this.#pending.length > this.#maxDegree) this.#hashPending();
    }

    /** To be called once, after the last row. */
    finish(): RangeDigestResult {
        if (this.#tree.isEmpty) return this.#pending.length === 0 ? {} : { rawReads: { reads: this.#pending } };
        if (this.#pending.length > 0) this.#hashPending();
        this.#tree.finish();
        return { merkleHashes: this.#tree.summary };
    }

    #hashPending(): void {
        this.#tree.add(sha256([queryReads.encode({ reads: this.#pending })]));
        this.#pending = [];
    }
}
