import type { ReadTransaction } from '@heddle/local-peer';
import type { IdentityRow, Who } from '@heddle/studio';
import { certificateView } from '../studio/view/block-view';
import { whoOf } from '../studio/view/summary';

const MOST_KEPT = 1000;

/** Who has called, by the certificates in the transactions; the last thousand of them. */
export class SeenCallers {
    readonly #byCertificate = new Map<string, Who>();

    see({ creator, certificate }: ReadTransaction): void {
        if (certificate.length === 0) return;
        const text = certificate.toString('latin1');
        if (this.#byCertificate.has(text)) return;
        this.#byCertificate.set(text, whoOf(creator));
        const [oldest] = this.#byCertificate.keys();
        if (this.#byCertificate.size > MOST_KEPT && oldest !== undefined) this.#byCertificate.delete(oldest);
    }

    get mspIds(): string[] {
        return [...new Set([...this.#byCertificate.values()].map(({ mspId }) => mspId))];
    }

    /** By organization and name. */
    rows(): IdentityRow[] {
        return [...this.#byCertificate]
            .flatMap(([text, who]) => rowOf(who, Buffer.from(text, 'latin1')))
            .sort((left, right) => compare(left.mspId, right.mspId) || compare(left.user, right.user));
    }
}

/** Nothing of what is no certificate: its transactions are invalid, and show it. */
function rowOf(who: Who, certificate: Buffer): IdentityRow[] {
    try {
        return [certificateView(who, certificate)];
    } catch {
        return [];
    }
}

function compare(left: string, right: string): number {
    return left < right ? -1 : left > right ? 1 : 0;
}
