import { chaincodeEvent, type ChaincodeMessage, MessageType, proposalParts, response } from '@heddle/protocol';
import type { ChaincodeRunner } from '../chaincode/chaincode-runner';
import type { Channel } from '../channel/channel';
import { isReached } from '../definition/collection';
import { errorText, LocalPeerError } from '../errors';
import type { Membership } from '../identity/membership';
import type { SigningIdentity } from '../identity/signing-identity';
import type { PeerLogger } from '../logger';
import type { ChaincodeEvent, ChaincodeResponse } from '../records/chaincode-response';
import type { PrivateWriteSet, ReadWriteSet } from '../records/read-write-set';
import type { Signer } from '../records/signer';
import type { SimulatedQueries } from '../records/simulated-query';
import type { Endorsement } from '../records/transaction-envelope';
import { NO_QUERIES } from '../simulate/query-notes';
import type { PrivateRead, SimulationResult } from '../simulate/simulation-result';
import { checkProposal } from './proposal-check';
import { encodeResponsePayload } from './response-payload';
import { type UnpackedProposal, unpackProposal } from './unpacked-proposal';

/** Below it a response is endorsed (fabric-chaincode-go, shim.ERRORTHRESHOLD). */
export const ERROR_THRESHOLD = 400;
const PEER_ERROR = 500;

/** What came of a proposal at one peer. */
export interface ProposalOutcome {
    /** The peer's organization. */
    readonly mspId: string;
    readonly txId: string;
    readonly channelId: string;
    readonly chaincode: string;
    readonly response: ChaincodeResponse;
    readonly event: ChaincodeEvent | undefined;
    readonly readWriteSet: ReadWriteSet;
    /** What the read-write set has hashes of. */
    readonly privateWrites: readonly PrivateWriteSet[];
    /** Collections whose values were read. */
    readonly privateReads: readonly PrivateRead[];
    /** What it asked that the read-write set does not say. */
    readonly queries: SimulatedQueries;
    /** Bytes of the Proposal, which a transaction is made of. */
    readonly proposal: Buffer;
    /** What all endorsers have to agree on; empty where the peer made the response. */
    readonly responsePayload: Buffer;
    /** Undefined for a status of 400 and above. */
    readonly endorsement: Endorsement | undefined;
    /** From its arrival at this peer to its end. */
    readonly milliseconds: number;
    /** How many blocks the ledger had that it ran on; undefined where it did not run. */
    readonly height: bigint | undefined;
}

export interface EndorserOptions {
    readonly runner: ChaincodeRunner;
    readonly membership: Membership;
    readonly identity: SigningIdentity;
    readonly logger: PeerLogger;
    channel(id: string): Channel | undefined;
}

/** What a chaincode did in a transaction. */
interface Simulation extends SimulationResult {
    readonly height: bigint;
    readonly response: ChaincodeResponse;
    readonly event: ChaincodeEvent | undefined;
}

/** Runs proposals and signs what comes of them (fabric, core/endorser/endorser.go). */
export class Endorser {
    readonly #options: EndorserOptions;

    constructor(options: EndorserOptions) {
        this.#options = options;
    }

    /**
     * Runs a proposal, given as the bytes of a SignedProposal. What goes wrong in the chaincode is a response of
     * status 500, as from a peer.
     * @throws LocalPeerError PROPOSAL_REFUSED where the proposal itself is at fault; a peer's gRPC error
     */
    async process(signedProposal: Uint8Array): Promise<ProposalOutcome> {
        const begin = performance.now();
        const { unpacked, channel } = await this.#accept(signedProposal);
        const { channelHeader, proposal, chaincode } = unpacked;
        const { mspId } = this.#options.identity;
        const { txId, channelId } = channelHeader;
        const outcome = { mspId, txId, channelId, chaincode, proposal };
        try {
            const version = this.#versionOf(channel.id, chaincode);
            const simulation = await this.#simulate(signedProposal, unpacked, channel);
            const responsePayload = encodeResponsePayload(unpacked, { ...simulation, version });
            const isEndorsed = simulation.response.status < ERROR_THRESHOLD;
            return {
                ...outcome,
                ...simulation,
                responsePayload,
                endorsement: isEndorsed ? this.#endorse(responsePayload) : undefined,
                milliseconds: performance.now() - begin,
            };
        } catch (error) {
            const message = errorText(error);
            const { logger } = this.#options;
            logger.warn({ channelId, txId, chaincode }, `Failed to invoke chaincode: ${message}`);
            return {
                ...outcome,
                response: { status: PEER_ERROR, message, payload: Buffer.alloc(0) },
                event: undefined,
                readWriteSet: [],
                privateWrites: [],
                privateReads: [],
                queries: NO_QUERIES,
                responsePayload: Buffer.alloc(0),
                endorsement: undefined,
                milliseconds: performance.now() - begin,
                height: undefined,
            };
        }
    }

    async #accept(signedProposal: Uint8Array): Promise<{ unpacked: UnpackedProposal; channel: Channel }> {
        try {
            const unpacked = unpackProposal(signedProposal);
            const { channelId } = unpacked.channelHeader;
            const channel = this.#options.channel(channelId);
            if (channel === undefined) throw new Error(`channel '${channelId}' not found`);
            await checkProposal(unpacked, channel, this.#options.membership);
            return { unpacked, channel };
        } catch (error) {
            throw new LocalPeerError('PROPOSAL_REFUSED', errorText(error), { cause: error });
        }
    }

    #versionOf(channelId: string, chaincode: string): string {
        try {
            return this.#options.runner.versionOf(channelId, chaincode);
        } catch (error) {
            const text = `make sure the chaincode ${chaincode} has been successfully defined on channel ${channelId}`;
            throw new Error(`${text} and try again: ${errorText(error)}`, { cause: error });
        }
    }

    async #simulate(
        signedProposal: Uint8Array,
        { channelHeader, creator, chaincode, input }: UnpackedProposal,
        channel: Channel,
    ): Promise<Simulation> {
        const { txId } = channelHeader;
        const simulator = await channel.simulate(txId, this.#options.identity.mspId);
        try {
            // No block comes in between: the simulation holds it off.
            const height = await channel.store.height();
            const from = { signedProposal, creator: this.#signerOf(creator), proposedChaincode: chaincode };
            const call = { channelId: channel.id, txId, ...from, simulator };
            const answer = await this.#invoke(txId, () => this.#options.runner.invoke(call, chaincode, input));
            const completed = responseOf(answer);
            const result = await simulator.finish();
            for (const set of result.privateWrites) this.#checkDissemination(txId, set, channel);
            const isEndorsed = completed.status < ERROR_THRESHOLD;
            const event = isEndorsed ? eventOf(answer, chaincode) : undefined;
            return { response: completed, event, height, ...result };
        } catch (error) {
            throw new Error(`error in simulation: ${errorText(error)}`, { cause: error });
        } finally {
            await simulator.close();
        }
    }

    /** Who it is was checked before. */
    #signerOf(creator: Buffer): Signer {
        const { mspId } = proposalParts.serializedIdentity.decode(creator);
        return this.#options.membership.identify(creator) ?? { mspId, role: undefined };
    }

    /** @throws Error in the peer's words (fabric, gossip/privdata/distributor.go, disseminationPlanForMsg) */
    #checkDissemination(txId: string, { namespace, collection: name }: PrivateWriteSet, channel: Channel): void {
        const collection = channel.collections.find(namespace, name);
        if (collection === undefined) return;
        const { requiredPeerCount } = collection;
        const others = channel.peers.filter((mspId) => mspId !== this.#options.identity.mspId);
        const eligible = others.filter((mspId) => isReached(collection, mspId)).length;
        if (eligible >= requiredPeerCount) return;
        throw new Error(
            `failed to distribute private collection, txID ${txId}, channel ${channel.id}: ` +
                `could not build private data dissemination plan for chaincode ${namespace} and collection ${name}: ` +
                `required to disseminate to at least ${requiredPeerCount} peers, but know of only ${eligible} eligible peers`,
        );
    }

    async #invoke(txId: string, invoke: () => Promise<ChaincodeMessage>): Promise<ChaincodeMessage> {
        try {
            return await invoke();
        } catch (error) {
            throw new Error(`failed to execute transaction ${txId}: ${errorText(error)}`, { cause: error });
        }
    }

    #endorse(responsePayload: Buffer): Endorsement {
        const { identity, membership } = this.#options;
        const signature = membership.signAs(identity, Buffer.concat([responsePayload, identity.creator]));
        return { endorser: identity.creator, signature };
    }
}

/** An ERROR has no status and no payload: the peer makes a failure of it (fabric, processChaincodeExecutionResult). */
function responseOf(answer: ChaincodeMessage): ChaincodeResponse {
    if (answer.type === MessageType.ERROR) {
        throw new Error(`transaction returned with failure: ${answer.payload.toString()}`);
    }
    try {
        return response.decode(answer.payload);
    } catch (error) {
        throw new Error(`failed to unmarshal response for transaction ${answer.txId}: ${errorText(error)}`, {
            cause: error,
        });
    }
}

/** The ids in an event are the peer's to fill in; only the outermost chaincode's event counts. */
function eventOf(answer: ChaincodeMessage, chaincode: string): ChaincodeEvent | undefined {
    if (answer.event.length === 0) return undefined;
    const { name, payload } = chaincodeEvent.decode(answer.event);
    return { chaincode, name, payload };
}
