import { Proposal } from '@heddle/protocol';
import type { Channel } from '../channel/channel';
import { type Collection, isReached } from '../definition/collection';
import { isFulfilled, type SignaturePolicy } from '../definition/signature-policy';
import type { CollectionHashes } from '../records/read-write-set';
import type { Endorsement } from '../records/transaction-envelope';
import { systemChaincodes } from '../system/system-chaincodes';
import { endorsementDemands } from './endorsement-demands';
import type { Endorser, ProposalOutcome } from './endorser';
import { NotEndorsedError } from './not-endorsed-error';
import { toResult } from './requested-proposal';
import { differencesOf, disagreementOf, linesOf, REMEDY } from './result-differences';
import { subsets } from './subsets';

/** A proposal that the organizations have agreed on, or the outcome of the first one that has not. */
export interface EndorsedOutcome {
    readonly outcome: ProposalOutcome;
    /** Empty where the outcome is a failure. */
    readonly endorsements: readonly Endorsement[];
    /** Of all peers that it was run at, in their order. */
    readonly outcomes: readonly ProposalOutcome[];
    /** The outcomes of all peers that have failed. */
    readonly failures: readonly ProposalOutcome[];
    /** What came of a second run, where that is compared with the first. */
    readonly check?: {
        readonly milliseconds: number;
        /** Why nothing came of it. */
        readonly unchecked: string | undefined;
    };
}

/** What proposals are run by: a plan, or one that is observed or checked. */
export type ProposalPlan = Pick<EndorsementPlan, keyof EndorsementPlan>;

/** A collection of a chaincode. */
interface CollectionName {
    readonly namespace: string;
    readonly collection: string;
}

/**
 * Has proposals run at the peers of as many organizations as their policies need, as a gateway does (fabric,
 * internal/pkg/gateway/endorse.go): first at its own one, then, by what that has written, at others. Where one of those
 * fails to endorse, no other layout of organizations is tried, so that each transaction takes the same way in every run.
 */
export class EndorsementPlan {
    /** The organization whose peer is asked first. */
    readonly own: string;
    readonly #endorsers: ReadonlyMap<string, Endorser>;
    readonly #channel: (id: string) => Channel | undefined;

    /** @param endorsers by MSP id, the own organization first: there is one at least */
    constructor(endorsers: ReadonlyMap<string, Endorser>, own: string, channel: (id: string) => Channel | undefined) {
        this.own = own;
        this.#endorsers = endorsers;
        this.#channel = channel;
    }

    /** Whether there are peers that know a chaincode. */
    runs(channelId: string, chaincode: string): boolean {
        return this.#channel(channelId)?.chaincodes.has(chaincode) ?? false;
    }

    /** Whether there are peers that can be asked to evaluate a chaincode: their own ones are not in discovery, but run. */
    evaluates(channelId: string, chaincode: string): boolean {
        return systemChaincodes.has(chaincode) || this.runs(channelId, chaincode);
    }

    /** Which of these organizations, or of all if the list is empty, are asked to evaluate until one does: the own first. */
    evaluatorsOf(organizations: readonly string[] = []): string[] {
        const wanted = organizations.length === 0 ? [...this.#endorsers.keys()] : organizations;
        const others = wanted.filter((mspId) => mspId !== this.own && this.#endorsers.has(mspId));
        return wanted.includes(this.own) ? [this.own, ...others] : others;
    }

    /**
     * Runs a proposal at one of these organizations' peers; at the own one if the list is empty.
     * @throws LocalPeerError PROPOSAL_REFUSED; NotEndorsedError if no organization in the list has a peer
     */
    async evaluate(signedProposal: Uint8Array, organizations: readonly string[] = []): Promise<ProposalOutcome> {
        const [mspId] = this.evaluatorsOf(organizations);
        if (mspId === undefined) throw noPeers(organizations);
        return this.#endorserOf(mspId).process(signedProposal);
    }

    /**
     * Runs a proposal at the peers of these organizations, or of those that its policies need; one after the other.
     * @throws LocalPeerError PROPOSAL_REFUSED; NotEndorsedError where the results differ, or no peers can fulfil the
     * policies
     */
    async endorse(signedProposal: Uint8Array, organizations: readonly string[] = []): Promise<EndorsedOutcome> {
        const targets = new Set(organizations);
        const [first = this.own] = targets;
        const missing = [...targets].filter((mspId) => !this.#endorsers.has(mspId));
        if (missing.length > 0) throw noPeers(missing);
        const outcome = await this.#endorserOf(first).process(signedProposal);
        const endorsers =
            organizations.length > 0 ? [...targets] : await this.#endorsersFor(signedProposal, outcome, first);
        const outcomes = [outcome];
        for (const mspId of endorsers)
            if (mspId !== first) outcomes.push(await this.#endorserOf(mspId).process(signedProposal));
        const failures = outcomes.filter(({ endorsement }) => endorsement === undefined);
        if (failures[0] !== undefined) return { outcome: failures[0], endorsements: [], outcomes, failures };
        checkAgreement(outcome, outcomes);
        const endorsements = outcomes.flatMap(({ mspId, endorsement }) =>
            endorsement === undefined || !endorsers.includes(mspId) ? [] : endorsement,
        );
        const channel = this.#channel(outcome.channelId);
        if (channel !== undefined) await keepPrivateWrites(channel, outcomes);
        return { outcome, endorsements, outcomes, failures };
    }

    /**
     * The fewest organizations that fulfil the policies of what the first one has written; it is among them, unless it
     * is no member of a collection of which the others have to be.
     */
    async #endorsersFor(signedProposal: Uint8Array, outcome: ProposalOutcome, first: string): Promise<string[]> {
        const channel = this.#channel(outcome.channelId);
        // The endorser has found it; a failure needs no others.
        if (channel === undefined || outcome.endorsement === undefined) return [first];
        const demands = await endorsementDemands(outcome, channel);
        const reading = this.#membersOf(channel, outcome.privateReads);
        // Endorsers see the transient data, and not all of them may see what is written with it.
        const written = hasTransient(signedProposal) ? collectionsOf(outcome) : [];
        const trusted = this.#membersOf(channel, written);
        const endorsers = this.#fewest(demands, first, (mspId) => reading(mspId) && trusted(mspId));
        if (endorsers !== undefined) return endorsers;
        if (written.length > 0 && this.#fewest(demands, first, reading) !== undefined) throw untrusted(outcome);
        throw new NotEndorsedError(
            { kind: 'no-combination', demands },
            `transaction ${outcome.txId}: no peer combination can satisfy the endorsement policy; ` +
                `there are peers of ${[...this.#endorsers.keys()].join(', ')}`,
            { outcomes: [outcome] },
        );
    }

    #fewest(
        demands: readonly SignaturePolicy[],
        first: string,
        mayEndorse: (mspId: string) => boolean,
    ): string[] | undefined {
        const counted = mayEndorse(first) ? [first] : [];
        const others = [...this.#endorsers.keys()].filter((mspId) => mspId !== first && mayEndorse(mspId));
        for (const some of subsets(others)) {
            const endorsers = [...counted, ...some];
            const signers = endorsers.map((mspId) => ({ mspId, role: 'peer' as const }));
            if (demands.every((policy) => isFulfilled(policy, signers))) return endorsers;
        }
        return undefined;
    }

    /** Tells the organizations whose peers are members of all these collections. */
    #membersOf(channel: Channel, collections: readonly CollectionName[]): (mspId: string) => boolean {
        return (mspId) =>
            collections.every(({ namespace, collection: name }) => {
                const collection = channel.collections.find(namespace, name);
                return collection !== undefined && isReached(collection, mspId);
            });
    }

    #endorserOf(mspId: string): Endorser {
        const endorser = this.#endorsers.get(mspId);
        if (endorser !== undefined) return endorser;
        throw noPeers([mspId]);
    }
}

/** Keeps private writes until their block comes, if some member's peer comes to have them. */
async function keepPrivateWrites(channel: Channel, outcomes: readonly ProposalOutcome[]): Promise<void> {
    const [first] = outcomes;
    if (first === undefined || first.privateWrites.length === 0) return;
    const endorsers = outcomes.map(({ mspId }) => mspId);
    const arriving = first.privateWrites.flatMap((set) => {
        const collection = channel.collections.find(set.namespace, set.collection);
        if (collection === undefined) return [];
        const all = channel.peers.filter((mspId) => collection.members.includes(mspId));
        const holders = all.filter(holdersOf(collection, endorsers));
        if (holders.length === all.length) return set;
        return holders.length === 0 ? [] : { ...set, holders };
    });
    channel.transient.put(first.txId, await channel.store.height(), arriving);
}

/**
 * Tells who of a collection's organizations comes to have what these endorse: endorsers keep it, and members' peers get it
 * from an endorser that hands it on, or fetch it from each other (fabric, gossip/privdata).
 */
function holdersOf(collection: Collection, endorsers: readonly string[]): (mspId: string) => boolean {
    const isHandedOn = collection.maxPeerCount > 0 || endorsers.some((mspId) => isReached(collection, mspId));
    return (mspId) => endorsers.includes(mspId) || (isHandedOn && isReached(collection, mspId));
}

function hasTransient(signedProposal: Uint8Array): boolean {
    return new Proposal(signedProposal).transient.size > 0;
}

/** The collections that a transaction has written to. */
function collectionsOf({ readWriteSet }: ProposalOutcome): CollectionName[] {
    return readWriteSet.flatMap(({ namespace, collections }) =>
        collections.filter(isWritten).map(({ name }) => ({ namespace, collection: name })),
    );
}

function isWritten({ writes, metadataWrites }: CollectionHashes): boolean {
    return writes.length > 0 || metadataWrites.length > 0;
}

function checkAgreement(first: ProposalOutcome, all: readonly ProposalOutcome[]): void {
    const { txId, responsePayload, mspId } = first;
    const different = all.filter((one) => !one.responsePayload.equals(responsePayload));
    const [second] = different;
    if (second === undefined) return;
    const organizations = different.map((one) => one.mspId);
    const message = [
        `transaction ${txId}: ProposalResponsePayloads do not match: the peers of ${mspId} and ${organizations.join(', ')} ` +
            'have different results, and a transaction must do the same wherever it runs',
        ...linesOf(differencesOf(toResult(first), toResult(second)), [mspId, second.mspId]),
        REMEDY,
    ].join('\n');
    const disagreement = disagreementOf(
        [mspId, toResult(first)],
        different.map((one) => [one.mspId, toResult(one)] as const),
    );
    throw new NotEndorsedError({ kind: 'mismatch', organizations }, message, { outcomes: all, disagreement });
}

function noPeers(organizations: readonly string[]): NotEndorsedError {
    return new NotEndorsedError(
        { kind: 'no-peers', organizations },
        `no peer of organization '${organizations.join("', '")}': give its Organization to LocalPeer.start, not its ` +
            'certificates alone',
    );
}

function untrusted(outcome: ProposalOutcome): NotEndorsedError {
    const read = new Set(
        outcome.privateReads.map(({ namespace, collection }) => JSON.stringify([namespace, collection])),
    );
    const collections = collectionsOf(outcome)
        .filter(({ namespace, collection }) => !read.has(JSON.stringify([namespace, collection])))
        .map(({ collection }) => collection);
    return new NotEndorsedError(
        { kind: 'untrusted', collections },
        `transaction ${outcome.txId}: its policies need endorsements of organizations that are not members of ` +
            `${collections.join(', ')}, and it has transient data; name the endorsing organizations that may see it`,
    );
}
