import type { ObservedRefusal, PeerObserver } from '@heddle/local-peer';

type Told = keyof PeerObserver;

/** All that a peer tells, so that nothing new is forgotten here. */
const TOLD: Readonly<Record<Told, true>> = {
    proposal: true,
    transient: true,
    refusal: true,
    block: true,
    marked: true,
    reverted: true,
    queryWarning: true,
};

/** What the peer says of refused requests beside the words of a real one, for the error of the transaction. */
export class PeerHints {
    readonly #byTxId = new Map<string, Set<string>>();

    /** An observer that takes hints, and passes everything on to others. */
    beside(...known: readonly (PeerObserver | undefined)[]): PeerObserver {
        const own: PeerObserver = {
            refusal: (refusal) => {
                this.#note(refusal);
            },
        };
        const all = [own, ...known.filter((one) => one !== undefined)];
        // A peer makes up only what somebody listens to.
        const heard = (Object.keys(TOLD) as Told[]).filter((event) => all.some((one) => one[event] !== undefined));
        const passed = heard.map((event) => {
            const tell = (told: never): void => {
                tellAll(all, event, told);
            };
            return [event, tell] as const;
        });
        return Object.fromEntries(passed);
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

/** Each of them hears it, whatever the others throw; the peer reports the first error to its log. */
function tellAll(observers: readonly PeerObserver[], event: Told, told: never): void {
    const errors: unknown[] = [];
    for (const observer of observers) {
        try {
            observer[event]?.(told);
        } catch (error) {
            errors.push(error);
        }
    }
    if (errors.length > 0) throw errors[0];
}
