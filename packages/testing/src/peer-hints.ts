import type { ObservedRefusal, PeerObserver } from '@heddle/local-peer';

/** What the peer says of refused requests beside the words of a real one, for the error of the transaction. */
export class PeerHints {
    readonly #byTxId = new Map<string, Set<string>>();

    /** An observer that takes hints, and passes everything on to another one. */
    beside(other: PeerObserver = {}): PeerObserver {
        return {
            ...(other.proposal && { proposal: (proposal) => other.proposal?.(proposal) }),
            ...(other.block && { block: (block) => other.block?.(block) }),
            refusal: (refusal) => {
                this.#note(refusal);
                other.refusal?.(refusal);
            },
        };
    }

    /** The hints for a transaction, which are forgotten then. */
    take(txId: string): string[] {
        const hints = Array.from(this.#byTxId.get(txId) ?? []);
        this.#byTxId.delete(txId);
        return hints;
    }

    #note({ txId, hint }: ObservedRefusal): void {
        this.#byTxId.set(txId, (this.#byTxId.get(txId) ?? new Set()).add(hint));
    }
}
