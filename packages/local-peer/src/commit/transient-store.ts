import { encodePrivateWriteSet } from '../records/hashed-set-codec';
import type { Holders } from '../records/private-holders';
import { hashOf } from '../records/private-namespaces';
import type { CollectionHashes, PrivateWriteSet } from '../records/read-write-set';

/** core.yaml's peer.gossip.pvtData.transientstoreMaxBlockRetention. */
const BLOCKS_KEPT = 1000n;

/** How many transactions' private writes are kept beyond their block, or beyond a revert. */
const SPARES = 10_000;

/** A private write set, and whose peers have it: all members' if nothing is said of them. */
export interface KeptPrivateWrites extends PrivateWriteSet {
    readonly holders?: Holders;
}

interface Kept {
    readonly height: bigint;
    readonly sets: KeptPrivateWrites[];
}

/**
 * Private writes of endorsed transactions until their block comes: the block has their hashes only. In memory: a
 * transaction that is committed after a restart leaves hashes without values, as at a peer that has missed them.
 */
export class TransientStore {
    readonly #byTxId = new Map<string, Kept>();
    /** Of transactions that may come once more: their blocks may be undone, or are. The oldest first. */
    readonly #spares = new Map<string, Kept>();
    /** Whether blocks may be undone. */
    keepsSpares = false;

    /** @param height the number of blocks when it was endorsed */
    put(txId: string, height: bigint, sets: readonly KeptPrivateWrites[]): void {
        if (sets.length === 0) return;
        const kept = this.#byTxId.get(txId) ?? { height, sets: [] };
        kept.sets.push(...sets);
        this.#byTxId.set(txId, kept);
    }

    /** What an endorser has written to a collection; undefined if nothing kept has the hash in the block. */
    find(txId: string, namespace: string, { name, privateSetHash }: CollectionHashes): KeptPrivateWrites | undefined {
        const kept = this.#byTxId.get(txId) ?? this.#spares.get(txId);
        return kept?.sets.find(
            (set) =>
                set.namespace === namespace &&
                set.collection === name &&
                hashOf(encodePrivateWriteSet(set)).equals(privateSetHash),
        );
    }

    /** Forgets what was committed, and what has waited for a thousand blocks. */
    forget(txIds: readonly string[], height: bigint): void {
        for (const txId of txIds) this.#forgetOne(txId);
        for (const [txId, kept] of this.#byTxId) {
            if (kept.height + BLOCKS_KEPT > height) break;
            this.#byTxId.delete(txId);
        }
    }

    /** Heights no longer tell how long a transaction has waited: from now on it is a spare like others. */
    revert(): void {
        for (const txId of this.#byTxId.keys()) this.#forgetOne(txId);
    }

    #forgetOne(txId: string): void {
        const kept = this.#byTxId.get(txId);
        if (kept === undefined) return;
        this.#byTxId.delete(txId);
        if (!this.keepsSpares) return;
        this.#spares.set(txId, kept);
        const [oldest] = this.#spares.keys();
        if (this.#spares.size > SPARES && oldest !== undefined) this.#spares.delete(oldest);
    }
}
