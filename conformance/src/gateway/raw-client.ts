import { createHash, randomBytes } from 'node:crypto';
import { type Client, type Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { type Signer, signers } from '@hyperledger/fabric-gateway';
import { common, gateway, google, msp, peer } from '@hyperledger/fabric-protos';
import { CHANNEL } from '../harness/channel';
import { type ClientIdentity, dialPeer, type GatewayEndpoint } from '../harness/gateway-target';
import { SCENARIO_CHAINCODE } from '../scenarios/target';

/** What a peer has said. */
export interface Detail {
    readonly mspId: string;
    readonly message: string;
}

/** How a call has ended. */
export interface Answer {
    /** The name of its gRPC status. */
    readonly code: string;
    readonly message: string;
    /** What single peers have said. */
    readonly details: readonly Detail[];
}

/** The parts of a proposal; parts that are left out are correct. */
export interface ProposalParts {
    readonly channelId?: string;
    readonly type?: number;
    readonly epoch?: number;
    readonly txId?: string;
    readonly nonce?: Uint8Array;
    readonly creator?: Uint8Array;
    /** What the header names; empty for no name, undefined for no id. */
    readonly headerChaincode?: string | undefined;
    /** What the specification names; undefined for no id. */
    readonly chaincode?: string | undefined;
    readonly args?: readonly string[];
    readonly transient?: Readonly<Record<string, string>>;
    /** Leaves a part out. */
    readonly without?: 'specification' | 'input';
    readonly signature?: (right: Buffer) => Uint8Array;
}

/** A client of the Gateway service that can send anything. */
export class RawClient implements Disposable {
    readonly identity: ClientIdentity;
    readonly #client: Client;
    readonly #sign: Signer;

    constructor(endpoint: GatewayEndpoint, identity: ClientIdentity = endpoint.clients.Org1) {
        this.identity = identity;
        this.#client = dialPeer(endpoint);
        this.#sign = signers.newPrivateKeySigner(identity.privateKey);
    }

    /** An encoded SerializedIdentity. */
    get creator(): Uint8Array {
        const identity = new msp.SerializedIdentity();
        identity.setMspid(this.identity.mspId);
        identity.setIdBytes(Buffer.from(this.identity.certificate));
        return identity.serializeBinary();
    }

    async sign(data: Uint8Array): Promise<Buffer> {
        return Buffer.from(await this.#sign(createHash('sha256').update(data).digest()));
    }

    /** Calls a unary method, with bytes. */
    call(method: string, request: Uint8Array): Promise<Answer & { readonly reply: Uint8Array }> {
        return new Promise((resolve) => {
            const asItIs = (bytes: Uint8Array): Buffer => Buffer.from(bytes);
            const deadline = Date.now() + 30_000;
            this.#client.makeUnaryRequest<Uint8Array, Uint8Array>(
                `/gateway.Gateway/${method}`,
                asItIs,
                asItIs,
                request,
                { deadline },
                (error, reply) => {
                    resolve({ ...answerOf(error), reply: reply ?? new Uint8Array() });
                },
            );
        });
    }

    /** Calls a method that answers with a stream; how the call ends. */
    stream(method: string, request: Uint8Array): Promise<Answer> {
        return new Promise((resolve) => {
            const asItIs = (bytes: Uint8Array): Buffer => Buffer.from(bytes);
            const path = `/gateway.Gateway/${method}`;
            const call = this.#client.makeServerStreamRequest(path, asItIs, asItIs, request, {
                deadline: Date.now() + 3000,
            });
            call.on('data', () => undefined);
            call.on('error', (error: ServiceError) => {
                resolve(answerOf(error));
            });
            call.on('end', () => {
                resolve(answerOf(null));
            });
        });
    }

    async signedProposal(parts: ProposalParts = {}): Promise<peer.SignedProposal> {
        const signed = new peer.SignedProposal();
        const proposal = this.#proposal(parts).serializeBinary();
        signed.setProposalBytes(proposal);
        const right = await this.sign(proposal);
        signed.setSignature(parts.signature?.(right) ?? right);
        return signed;
    }

    async evaluateRequest(parts: ProposalParts = {}, organizations: string[] = []): Promise<Uint8Array> {
        const request = new gateway.EvaluateRequest();
        request.setChannelId(CHANNEL);
        request.setProposedTransaction(await this.signedProposal(parts));
        request.setTargetOrganizationsList(organizations);
        return request.serializeBinary();
    }

    async endorseRequest(parts: ProposalParts = {}, organizations: string[] = []): Promise<Uint8Array> {
        const request = new gateway.EndorseRequest();
        request.setChannelId(CHANNEL);
        request.setProposedTransaction(await this.signedProposal(parts));
        request.setEndorsingOrganizationsList(organizations);
        return request.serializeBinary();
    }

    close(): void {
        this.#client.close();
    }

    [Symbol.dispose](): void {
        this.close();
    }

    #proposal(parts: ProposalParts): peer.Proposal {
        const { nonce = randomBytes(24), creator = this.creator } = parts;
        const signatureHeader = new common.SignatureHeader();
        signatureHeader.setCreator(creator);
        signatureHeader.setNonce(nonce);
        const header = new common.Header();
        header.setChannelHeader(channelHeaderOf({ ...parts, nonce, creator }).serializeBinary());
        header.setSignatureHeader(signatureHeader.serializeBinary());
        const proposal = new peer.Proposal();
        proposal.setHeader(header.serializeBinary());
        proposal.setPayload(payloadOf(parts).serializeBinary());
        return proposal;
    }
}

function channelHeaderOf(
    parts: ProposalParts & { readonly nonce: Uint8Array; readonly creator: Uint8Array },
): common.ChannelHeader {
    const { nonce, creator, type = common.HeaderType.ENDORSER_TRANSACTION, epoch = 0, channelId = CHANNEL } = parts;
    const header = new common.ChannelHeader();
    header.setType(type);
    header.setEpoch(epoch);
    header.setChannelId(channelId);
    header.setTxId(parts.txId ?? createHash('sha256').update(nonce).update(creator).digest('hex'));
    const extension = new peer.ChaincodeHeaderExtension();
    extension.setChaincodeId(idOf('headerChaincode' in parts ? parts.headerChaincode : SCENARIO_CHAINCODE));
    header.setExtension$(extension.serializeBinary());
    return header;
}

function payloadOf(parts: ProposalParts): peer.ChaincodeProposalPayload {
    const input = new peer.ChaincodeInput();
    input.setArgsList((parts.args ?? ['script', '[]']).map((arg) => Buffer.from(arg)));
    const specification = new peer.ChaincodeSpec();
    specification.setChaincodeId(idOf('chaincode' in parts ? parts.chaincode : SCENARIO_CHAINCODE));
    if (parts.without !== 'input') specification.setInput(input);
    const invocation = new peer.ChaincodeInvocationSpec();
    if (parts.without !== 'specification') invocation.setChaincodeSpec(specification);
    const payload = new peer.ChaincodeProposalPayload();
    payload.setInput(invocation.serializeBinary());
    for (const [name, value] of Object.entries(parts.transient ?? {}))
        transientOf(payload).set(name, Buffer.from(value));
    return payload;
}

/** The map's type comes from google-protobuf, whose types are not installed. */
function transientOf(payload: peer.ChaincodeProposalPayload): Map<string, Uint8Array> {
    return payload.getTransientmapMap() as Map<string, Uint8Array>;
}

function idOf(name: string | undefined): peer.ChaincodeID | undefined {
    if (name === undefined) return undefined;
    const id = new peer.ChaincodeID();
    id.setName(name);
    return id;
}

function answerOf(error: ServiceError | null): Answer {
    if (error === null) return { code: 'OK', message: '', details: [] };
    return { code: status[error.code], message: error.details, details: detailsOf(error.metadata) };
}

function detailsOf(metadata: Metadata): Detail[] {
    return metadata
        .get('grpc-status-details-bin')
        .flatMap((value) => packedDetails(google.rpc.Status.deserializeBinary(Buffer.from(value))))
        .map((packed) => gateway.ErrorDetail.deserializeBinary(packed.getValue_asU8()))
        .map((detail) => ({ mspId: detail.getMspId(), message: detail.getMessage() }));
}

/** As of transientOf: google.protobuf.Any has no types here. */
function packedDetails(answer: google.rpc.Status): { getValue_asU8(): Uint8Array }[] {
    return answer.getDetailsList() as { getValue_asU8(): Uint8Array }[];
}
