import type { KeyObject } from 'node:crypto';
import { Client, credentials } from '@grpc/grpc-js';
import { bytes, message } from '@heddle/protocol/codec';
import {
    connect,
    EndorseError,
    type Gateway,
    GatewayError,
    hash,
    type Proposal,
    signers,
    StatusCode,
    type SubmittedTransaction,
    type Transaction,
} from '@hyperledger/fabric-gateway';
import { readWriteSetOf } from '../scenarios/read-write-set';
import {
    type Call,
    type ClientKey,
    type ClientOrganization,
    type HeardEvent,
    type OrganizationsTarget,
    type Outcome,
    SCENARIO_CHAINCODE,
    type TargetTraits,
} from '../scenarios/target';
import { CHANNEL } from './channel';

/** How long whatever a test asks for may take. */
const DEADLINE_MS = 60_000;

/** What the client's bytes of a transaction are (fabric-protos, gateway/gateway.proto). */
const preparedTransaction = message({ envelope: bytes(2) });

type Endorsed = { readonly transaction: Transaction } | { readonly failed: Outcome };

/** Who signs what a client sends. */
export interface ClientIdentity {
    readonly mspId: string;
    /** PEM. */
    readonly certificate: string;
    readonly privateKey: KeyObject;
}

/** Where a peer listens. */
export interface PeerEndpoint {
    readonly peerAddress: string;
    /** PEM; undefined for a peer without TLS. */
    readonly rootCertificate: Buffer | undefined;
}

/** A peer that offers Fabric's gateway, and who may call it. */
export interface GatewayEndpoint extends PeerEndpoint, TargetTraits {
    /** The peer of Org2. Default: Org2 has none. */
    readonly second?: PeerEndpoint | undefined;
    readonly clients: Readonly<Record<ClientOrganization, ClientIdentity>>;
    /** Calls init, which the gateway cannot; rejects with the peer's words where it refuses. */
    init(chaincode: string, args: readonly string[]): Promise<void>;
    /** Makes a client of Org1 with another kind of key. */
    clientWithKey?(key: ClientKey): ClientIdentity;
    /** Commits a definition anew. */
    redefine?(chaincode: string): Promise<void>;
    /** Ends Org1's server of a chaincode. */
    endServer?(chaincode: string): Promise<void>;
}

/** Dials a peer, for as many gateways as one likes. */
export function dialPeer({ peerAddress, rootCertificate }: PeerEndpoint): Client {
    const channelCredentials =
        rootCertificate === undefined ? credentials.createInsecure() : credentials.createSsl(rootCertificate);
    return new Client(peerAddress, channelCredentials, {
        'grpc.max_receive_message_length': -1,
        'grpc.max_send_message_length': -1,
        // Its certificate has both; Node warns of names that are addresses.
        ...(rootCertificate === undefined ? {} : { 'grpc.ssl_target_name_override': 'localhost' }),
    });
}

/** Connects the official client. */
export function connectAs(client: Client, { mspId, certificate, privateKey }: ClientIdentity): Gateway {
    const deadline = (): { deadline: number } => ({ deadline: Date.now() + DEADLINE_MS });
    return connect({
        client,
        identity: { mspId, credentials: Buffer.from(certificate) },
        signer: signers.newPrivateKeySigner(privateKey),
        hash: privateKey.asymmetricKeyType === 'ed25519' ? hash.none : hash.sha256,
        evaluateOptions: deadline,
        endorseOptions: deadline,
        submitOptions: deadline,
        commitStatusOptions: deadline,
    });
}

/** A network behind the official gateway client, with a client of each organization. */
export class GatewayTarget implements OrganizationsTarget {
    readonly takesBatches: boolean;
    readonly takesSelectors: boolean;
    readonly #endpoint: GatewayEndpoint;
    readonly #peers: Readonly<Record<ClientOrganization, Client | undefined>>;
    /** By the peer, the client's organization, and its key. */
    readonly #gateways = new Map<string, Gateway>();

    constructor(endpoint: GatewayEndpoint) {
        this.#endpoint = endpoint;
        this.takesBatches = endpoint.takesBatches;
        this.takesSelectors = endpoint.takesSelectors;
        const { second } = endpoint;
        this.#peers = { Org1: dialPeer(endpoint), Org2: second && dialPeer(second) };
    }

    async evaluate(call: Call): Promise<Outcome> {
        const proposal = this.#proposal(call);
        try {
            const payload = Buffer.from(await proposal.evaluate());
            return { ...outcomeOf(proposal), payload };
        } catch (error) {
            return failed(proposal, error);
        }
    }

    async submit(call: Call): Promise<Outcome> {
        const [outcome] = await this.submitTogether([call]);
        if (outcome === undefined) throw new Error('a call has no outcome');
        return outcome;
    }

    async submitAfter(call: Call, between: () => Promise<void>): Promise<Outcome> {
        const one = await endorse(this.#proposal(call));
        await between();
        return 'failed' in one ? one.failed : await committed(one.transaction, await one.transaction.submit());
    }

    async redefine(chaincode: string): Promise<void> {
        await this.#endpoint.redefine?.(chaincode);
    }

    async endServer(chaincode: string): Promise<void> {
        await this.#endpoint.endServer?.(chaincode);
    }

    async init(chaincode: string, args: readonly string[]): Promise<string> {
        try {
            await this.#endpoint.init(chaincode, args);
            return '';
        } catch (error) {
            return error instanceof Error ? error.message : String(error);
        }
    }

    async submitTogether(calls: readonly Call[]): Promise<Outcome[]> {
        const endorsed: Endorsed[] = [];
        for (const call of calls) endorsed.push(await endorse(this.#proposal(call)));
        const ordered: Promise<Outcome>[] = [];
        // The orderer takes them in this order; that they are committed is waited for together.
        for (const one of endorsed) {
            ordered.push(
                'failed' in one
                    ? Promise.resolve(one.failed)
                    : committed(one.transaction, await one.transaction.submit()),
            );
        }
        return Promise.all(ordered);
    }

    async listen(chaincode: string): Promise<AsyncIterable<HeardEvent> & { close(): void }> {
        const events = await this.#gateway({ args: [] }).getNetwork(CHANNEL).getChaincodeEvents(chaincode);
        return {
            close: () => {
                events.close();
            },
            async *[Symbol.asyncIterator]() {
                for await (const { eventName, payload, transactionId } of events) {
                    yield { txId: transactionId, name: eventName, payload: Buffer.from(payload).toString() };
                }
            },
        };
    }

    close(): void {
        for (const gateway of this.#gateways.values()) gateway.close();
        for (const peer of Object.values(this.#peers)) peer?.close();
    }

    [Symbol.dispose](): void {
        this.close();
    }

    #gateway({ gateway: at = 'Org1', client = 'Org1', key }: Call): Gateway {
        const id = `${at} ${client} ${key}`;
        const known = this.#gateways.get(id);
        if (known !== undefined) return known;
        const peer = this.#peers[at];
        const identity = key === undefined ? this.#endpoint.clients[client] : this.#endpoint.clientWithKey?.(key);
        if (peer === undefined || identity === undefined) throw new Error(`the network has no ${id}`);
        const gateway = connectAs(peer, identity);
        this.#gateways.set(id, gateway);
        return gateway;
    }

    #proposal(call: Call): Proposal {
        const { chaincode = SCENARIO_CHAINCODE, args, transient = {}, channel = CHANNEL } = call;
        const [name = '', ...rest] = args;
        const contract = this.#gateway(call).getNetwork(channel).getContract(chaincode);
        return contract.newProposal(Buffer.from(name).toString(), {
            arguments: rest,
            transientData: transient,
            ...(call.endorsedBy !== undefined && { endorsingOrganizations: [...call.endorsedBy] }),
        });
    }
}

async function endorse(proposal: Proposal): Promise<Endorsed> {
    try {
        return { transaction: await proposal.endorse() };
    } catch (error) {
        return { failed: failed(proposal, error) };
    }
}

async function committed(transaction: Transaction, commit: SubmittedTransaction): Promise<Outcome> {
    const payload = Buffer.from(transaction.getResult());
    const { code } = await commit.getStatus();
    return {
        txId: transaction.getTransactionId(),
        status: 200,
        message: '',
        payload,
        validation: Object.entries(StatusCode).find(([, value]) => value === code)?.[0],
        readWriteSet: readWriteSetOf(preparedTransaction.decode(transaction.getBytes()).envelope),
    };
}

function outcomeOf(proposal: Proposal): Outcome {
    const payload = Buffer.alloc(0);
    return { txId: proposal.getTransactionId(), status: 200, message: '', payload, validation: undefined };
}

/** @throws every error that is not an answer of the peer */
function failed(proposal: Proposal, error: unknown): Outcome {
    if (!(error instanceof GatewayError) && !(error instanceof EndorseError)) throw error;
    const text = error.details[0]?.message ?? error.message;
    const [, status = '500', message = text] = /^chaincode response (\d+), ([^]*)$/.exec(text) ?? [];
    return { ...outcomeOf(proposal), status: Number(status), message };
}
