import type { Channel } from '../channel';
import { EndorsementCheck } from '../commit/endorsement-check';
import type { Endorsement } from '../commit/transaction';
import { ValidationCode } from '../commit/validation-code';
import { LocalPeerError } from '../errors';
import type { Endorser, ProposalOutcome } from './endorser';

/** A proposal that the organisations have agreed on, or the outcome of the first one that has not. */
export interface EndorsedOutcome {
    readonly outcome: ProposalOutcome;
    /** Empty where the outcome is a failure. */
    readonly endorsements: readonly Endorsement[];
}

/**
 * Has proposals run at the peers of as many organisations as their policies need, as a gateway does (fabric,
 * internal/pkg/gateway/endorse.go): first at its own one, then, by what that has written, at others. No second peer is
 * tried where one fails: they share the chaincode's process, which would fail again.
 */
export class EndorsementPlan {
    readonly #endorsers: ReadonlyMap<string, Endorser>;
    readonly #own: string;
    readonly #channel: (id: string) => Channel | undefined;

    /** @param endorsers by MSP id, the own organisation first: there is one at least */
    constructor(endorsers: ReadonlyMap<string, Endorser>, own: string, channel: (id: string) => Channel | undefined) {
        this.#endorsers = endorsers;
        this.#own = own;
        this.#channel = channel;
    }

    /** Runs a proposal at the peer of the first of these organisations; of none, at the own one. */
    evaluate(signedProposal: Uint8Array, organizations: readonly string[] = []): Promise<ProposalOutcome> {
        return this.#endorserOf(organizations[0] ?? this.#own).process(signedProposal);
    }

    /**
     * Runs a proposal at the peers of these organisations, or of those that its policies need; one after the other.
     * @throws LocalPeerError NOT_ENDORSED where the results differ, or no peers can fulfil the policies
     */
    async endorse(signedProposal: Uint8Array, organizations: readonly string[] = []): Promise<EndorsedOutcome> {
        const [first = this.#own] = organizations;
        const outcome = await this.#endorserOf(first).process(signedProposal);
        const endorsements = [outcome.endorsement].filter((one) => one !== undefined);
        if (endorsements.length === 0) return { outcome, endorsements };
        const others = organizations.length > 0 ? organizations.slice(1) : await this.#othersFor(outcome, first);
        for (const mspId of others) {
            const next = await this.#endorserOf(mspId).process(signedProposal);
            if (next.endorsement === undefined) return { outcome: next, endorsements: [] };
            if (!next.responsePayload.equals(outcome.responsePayload)) throw mismatch(outcome.txId, first, mspId);
            endorsements.push(next.endorsement);
        }
        const channel = this.#channel(outcome.channelId);
        channel?.transient.put(outcome.txId, await channel.store.height(), outcome.privateWrites);
        return { outcome, endorsements };
    }

    /** The fewest organisations that, together with the first one, fulfil the policies of what it has written. */
    async #othersFor(outcome: ProposalOutcome, first: string): Promise<string[]> {
        const channel = this.#channel(outcome.channelId);
        // The endorser has found it.
        if (channel === undefined) return [];
        const able = [...this.#endorsers.keys()].filter((mspId) =>
            outcome.privateReads.every(({ namespace, collection }) =>
                channel.collections.find(namespace, collection)?.members.includes(mspId),
            ),
        );
        const others = able.filter((mspId) => mspId !== first);
        for (const some of subsets(others)) {
            const check = new EndorsementCheck({ policies: channel.policies, store: channel.store });
            const signers = [first, ...some].map((mspId) => ({ mspId, role: 'peer' as const }));
            const code = await check.check(outcome.chaincode, outcome.readWriteSet, signers);
            if (code === ValidationCode.VALID) return some;
        }
        throw new LocalPeerError(
            'NOT_ENDORSED',
            `transaction ${outcome.txId}: no peer combination can satisfy the endorsement policy; ` +
                `there are peers of ${[...this.#endorsers.keys()].join(', ')}`,
        );
    }

    #endorserOf(mspId: string): Endorser {
        const endorser = this.#endorsers.get(mspId);
        if (endorser !== undefined) return endorser;
        throw new LocalPeerError(
            'NOT_ENDORSED',
            `no peer of organisation '${mspId}': give its Organisation to LocalPeer.start, not its certificates alone`,
        );
    }
}

/** All subsets, the smaller ones first. */
function* subsets(items: readonly string[], size = 0): Generator<string[]> {
    if (size > items.length) return;
    yield* ofSize(items, size);
    yield* subsets(items, size + 1);
}

function* ofSize(items: readonly string[], size: number): Generator<string[]> {
    if (size === 0) {
        yield [];
        return;
    }
    for (const [index, item] of items.entries())
        for (const rest of ofSize(items.slice(index + 1), size - 1)) yield [item, ...rest];
}

function mismatch(txId: string, first: string, second: string): LocalPeerError {
    return new LocalPeerError(
        'NOT_ENDORSED',
        `transaction ${txId}: ProposalResponsePayloads do not match: the peers of ${first} and ${second} have different ` +
            'results; a transaction must do the same wherever it runs',
    );
}
