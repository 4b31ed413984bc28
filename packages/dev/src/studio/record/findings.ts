import type { Finding } from '@heddle/studio';
import { callOf, type Recorded } from '../view/summary';

/** Of different findings; the oldest go. */
const MOST_FINDINGS = 200;

/**
 * Transactions that are not deterministic, each function with each kind of difference once. They stay when the proposals that
 * have shown them are no longer kept.
 */
export class Findings {
    readonly #found = new Map<string, Finding>();

    /** The newest first. */
    get all(): Finding[] {
        return [...this.#found.values()].reverse();
    }

    /** Takes what a proposal has shown, if it has shown anything. */
    add({ proposal, at, build }: Recorded): void {
        const { disagreement, chaincode, args, txId: id } = proposal;
        if (disagreement === undefined) return;
        const call = callOf(args);
        const what = disagreement.differences.map((one) => one.what);
        const key = JSON.stringify([chaincode, call.name, disagreement.between, what]);
        const before = this.#found.get(key);
        this.#found.delete(key);
        this.#found.set(key, {
            chaincode,
            function: call.name,
            id,
            call: `${call.name}(${call.args})`,
            at: at.toISOString(),
            sinceBuild: before?.sinceBuild ?? build,
            times: (before?.times ?? 0) + 1,
            disagreement,
        });
        const [oldest] = this.#found.keys();
        if (this.#found.size > MOST_FINDINGS && oldest !== undefined) this.#found.delete(oldest);
    }
}
