import type { EndorsedTransaction } from '@heddle/local-peer';
import type { HeldCall } from '@heddle/studio';
import { notFound, Refusal } from './http/refusal';

const MOST_HELD = 20;
const MIB = 1024 * 1024;
/** Of all that are held: a call of a few bytes may write many. */
const MOST_BYTES = 32 * MIB;
const HELD_MS = 10 * 60 * 1000;

/** What a commit needs of it, and no more. */
interface Held {
    readonly endorsed: EndorsedTransaction;
    readonly bytes: number;
    readonly view: HeldCall;
}

/**
 * Endorsed calls that wait until somebody commits or forgets them, in the order in which they came.
 *
 * H1 At most 20 calls are held, of 32 MiB together, for ten minutes each.
 */
export class HeldCalls {
    readonly #held = new Map<string, Held>();

    get all(): HeldCall[] {
        return [...this.#held.values()].map(({ view }) => view);
    }

    /** Looked at before a call is run, too, so that none is run in vain. @throws Refusal where as many are held as can be */
    checkCount(): void {
        if (this.#held.size < MOST_HELD) return;
        throw new Refusal(429, 'TOO_MANY', `${MOST_HELD} calls are held`, 'commit them, or forget them');
    }

    /** @throws Refusal where there is no room for it */
    add(endorsed: EndorsedTransaction, view: HeldCall): void {
        const bytes = endorsed.envelope?.length ?? 0;
        this.checkCount();
        this.#checkBytes(bytes);
        // What it does is in the envelope, too.
        const slim = { ...endorsed, payload: Buffer.alloc(0), event: undefined, readWriteSet: [], privateWrites: [] };
        this.#held.set(view.id, { endorsed: slim, bytes, view });
        setTimeout(() => {
            this.forget(view.id);
        }, HELD_MS).unref();
    }

    /** Holds these no more. @throws Refusal where one of them is not held; then all of them stay */
    take(ids: readonly string[]): EndorsedTransaction[] {
        const found = ids.map((id) => {
            const held = this.#held.get(id);
            if (held === undefined) throw notFound(`transaction ${id} is not held any more`, 'hold it again');
            return held.endorsed;
        });
        for (const id of ids) this.#held.delete(id);
        return found;
    }

    /** Idempotent. */
    forget(id: string): void {
        this.#held.delete(id);
    }

    #checkBytes(bytes: number): void {
        const limit = `held calls have ${megabytes(MOST_BYTES)} together at most`;
        if (bytes > MOST_BYTES)
            throw new Refusal(413, 'TOO_LARGE', `this call has ${megabytes(bytes)}; ${limit}`, 'submit it at once');
        const held = [...this.#held.values()].reduce((sum, one) => sum + one.bytes, 0);
        if (held + bytes <= MOST_BYTES) return;
        const message = `this call has ${megabytes(bytes)}, and ${megabytes(held)} are held; ${limit}`;
        throw new Refusal(429, 'TOO_MANY', message, 'commit those that are held, or forget them');
    }
}

function megabytes(bytes: number): string {
    return `${(bytes / MIB).toFixed(1)} MiB`;
}
