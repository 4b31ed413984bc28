import { X509Certificate } from 'node:crypto';
import type { ReadTransaction } from '@heddle/local-peer';
import type { IdentityRow, Who } from '@heddle/studio';
import { certificateView } from '../studio/view/block-view';
import { whoOf } from '../studio/view/summary';

const MOST_KEPT = 1000;

/** Who has called, by the certificates in the transactions; the last thousand of them. */
export class SeenCallers {
    readonly #byCertificate = new Map<string, Who>();

    see({ creator }: ReadTransaction): void {
        const { certificate } = creator;
        if (certificate === undefined || this.#byCertificate.has(certificate)) return;
        this.#byCertificate.set(certificate, whoOf(creator));
        const [oldest] = this.#byCertificate.keys();
        if (this.#byCertificate.size > MOST_KEPT && oldest !== undefined) this.#byCertificate.delete(oldest);
    }

    get mspIds(): string[] {
        return [...new Set([...this.#byCertificate.values()].map(({ mspId }) => mspId))];
    }

    /** By organization and name. */
    rows(): IdentityRow[] {
        return [...this.#byCertificate]
            .map(([certificate, who]) => certificateView(who, new X509Certificate(certificate)))
            .sort((left, right) => compare(left.mspId, right.mspId) || compare(left.user, right.user));
    }
}

function compare(left: string, right: string): number {
    return left < right ? -1 : left > right ? 1 : 0;
}
