import type { ObservedRefusal, PeerObserver } from '@heddle/local-peer';

/** A peer makes up only what somebody listens to. */
const EVENTS = ['proposal', 'block', 'marked', 'reverted', 'queryWarning'] as const;

/** What the peer says of refused requests beside the words of a real one, for the error of the transaction. */
export class PeerHints {
    readonly #byTxId = new Map<string, Set<string>>();

    /** An observer that takes hints, and passes everything on to others. */
    beside(...known: readonly (PeerObserver | undefined)[]): PeerObserver {
        const others = known.filter((one) => one !== undefined);
        const passed = EVENTS.flatMap((event) => {
            const some = others.filter((other) => other[event] !== undefined);
            const tell = (told: never): void => {
                for (const other of some) other[event]?.(told);
            };
            return some.length === 0 ? [] : [[event, tell] as const];
        });
        return {
            ...(Object.fromEntries(passed) as PeerObserver),
            refusal: (refusal) => {
                this.#note(refusal);
                for (const other of others) other.refusal?.(refusal);
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
