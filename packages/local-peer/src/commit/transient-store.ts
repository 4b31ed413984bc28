import { encodePrivateWriteSet } from '../records/hashed-set-codec';
import { hashOf } from '../records/private-namespaces';
import type { CollectionHashes, PrivateWriteSet } from '../records/read-write-set';

/** core.yaml's peer.gossip.pvtData.transientstoreMaxBlockRetention. */
const BLOCKS_KEPT = 1000n;

/** A private write set, and whose peers have it: all members' if nothing is said of them. */
export interface KeptPrivateWrites extends PrivateWriteSet {
    readonly holders?: readonly string[] | undefined;
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

    /** @param height the number of blocks when it was endorsed */
    put(txId: string, height: bigint, sets: readonly KeptPrivateWrites[]): void {
        if (sets.length === 0) return;
        const kept = this.#byTxId.get(txId) ?? { height, sets: [] };
        kept.sets.push(...sets);
        this.#byTxId.set(txId, kept);
    }

    /** What an endorser has written to a collection; undefined if nothing kept has the hash in the block. */
    find(txId: string, namespace: string, { name, privateSetHash }: CollectionHashes): KeptPrivateWrites | undefined {
        return this.#byTxId
            .get(txId)
            ?.sets.find(
                (set) =>
                    set.namespace === namespace &&
                    set.collection === name &&
                    hashOf(encodePrivateWriteSet(set)).equals(privateSetHash),
            );
    }

    /** Forgets what was committed, and what has waited for a thousand blocks. */
    forget(txIds: readonly string[], height: bigint): void {
        for (const txId of txIds) this.#byTxId.delete(txId);
        for (const [txId, kept] of this.#byTxId) {
            if (kept.height + BLOCKS_KEPT > height) break;
            this.#byTxId.delete(txId);
        }
    }
}
