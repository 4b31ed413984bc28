import { randomBytes } from 'node:crypto';
import {
    chaincodeId,
    chaincodeInput,
    chaincodeSpec,
    encodeMessage,
    MessageType,
    proposalParts,
    toTimestamp,
} from '@heddle/protocol';
import { KEY, keyOf, type Workload } from '../workloads';
import { createPrincipal, issueClientCertificate } from './certificate';

/** A transaction to be sent: an encoded TRANSACTION message, and what identifies it. */
export interface TransactionRequest {
    readonly txId: string;
    readonly key: string;
    readonly message: Buffer;
}

export const CHANNEL = 'mychannel';
const MSP_ID = 'Org1MSP';
const CHAINCODE = 'bench';
const IDENTITIES = 10;
const NONCE_BYTES = 24;
const TX_ID_DIGITS = 64;
const COUNTER_DIGITS = 16;
/** common.HeaderType.ENDORSER_TRANSACTION */
const ENDORSER_TRANSACTION = 3;
/** peer.ChaincodeSpec.Type.GOLANG, which clients send whatever the chaincode is written in. */
const GOLANG = 1;
/** Stands for the transaction's id until it is written over. */
const TX_ID = '#'.repeat(TX_ID_DIGITS);
const NONCE = Buffer.alloc(NONCE_BYTES, '~');

/**
 * Makes transactions as a gateway makes them: signed proposal with headers, creator, nonce, timestamp and transient
 * data. Encoding all that would cost more than what is measured, so each client's message is encoded once and copied;
 * transaction id, nonce and key are written over. Not as in life: ids are no hashes, signatures do not match, and
 * transactions of one load share a timestamp. A chaincode looks at none of that; peers have checked it before.
 */
export function createTransactions(workload: Workload, creators: readonly Buffer[]): () => TransactionRequest {
    const templates = creators.map((creator) => new Template(workload, creator));
    const session = randomBytes((TX_ID_DIGITS - COUNTER_DIGITS) / 2).toString('hex');
    let count = 0;
    return () => {
        const template = templates[count % templates.length];
        if (template === undefined) throw new Error('there is no identity to send transactions with');
        const key = keyOf(count % workload.keys);
        const txId = session + (count++).toString(16).padStart(COUNTER_DIGITS, '0');
        return { txId, key, message: template.fill(txId, key) };
    };
}

/** An encoded message, and where in it the fields are that differ from one transaction to the next. */
class Template {
    readonly #message: Buffer;
    readonly #txIds: readonly number[];
    readonly #keys: readonly number[];
    readonly #nonces: readonly number[];

    constructor(workload: Workload, creator: Buffer) {
        this.#message = encodeTransaction(workload, creator);
        this.#txIds = positionsOf(TX_ID, this.#message);
        this.#keys = positionsOf(KEY, this.#message);
        this.#nonces = positionsOf(NONCE, this.#message);
    }

    fill(txId: string, key: string): Buffer {
        const message = Buffer.from(this.#message);
        for (const at of this.#txIds) message.write(txId, at, 'latin1');
        for (const at of this.#keys) message.write(key, at, 'latin1');
        // The end of the id, where it differs from every other one.
        for (const at of this.#nonces) message.write(txId.slice(-NONCE_BYTES), at, 'latin1');
        return message;
    }
}

function positionsOf(pattern: string | Buffer, bytes: Buffer): number[] {
    const positions: number[] = [];
    for (let at = bytes.indexOf(pattern); at >= 0; at = bytes.indexOf(pattern, at + pattern.length)) positions.push(at);
    return positions;
}

function encodeTransaction(workload: Workload, creator: Buffer): Buffer {
    const args = workload.args.map((arg) => Buffer.from(arg));
    const { signedProposal, proposal, header, proposalPayload } = proposalParts;
    const spec = chaincodeSpec.encode({ type: GOLANG, chaincodeId: { name: CHAINCODE }, input: { args } });
    const encodedProposal = proposal.encode({
        header: header.encode({ channelHeader: channelHeader(), signatureHeader: signatureHeader(creator) }),
        payload: proposalPayload.encode({
            // ChaincodeInvocationSpec has this spec as its field 1 …
            input: fieldOfBytes(1, spec),
            transient: new Map([['secret', randomBytes(32)]]),
        }),
    });
    return encodeMessage({
        type: MessageType.TRANSACTION,
        payload: chaincodeInput.encode({ args }),
        txId: TX_ID,
        channelId: CHANNEL,
        proposal: signedProposal.encode({ proposal: encodedProposal, signature: signatureLike() }),
    });
}

function channelHeader(): Buffer {
    return proposalParts.channelHeader.encode({
        type: ENDORSER_TRANSACTION,
        timestamp: toTimestamp(new Date()),
        channelId: CHANNEL,
        txId: TX_ID,
        // … and ChaincodeHeaderExtension the chaincode's id as its field 2.
        extension: fieldOfBytes(2, chaincodeId.encode({ name: CHAINCODE })),
    });
}

function signatureHeader(creator: Buffer): Buffer {
    return proposalParts.signatureHeader.encode({ creator, nonce: NONCE });
}

/** As long as a signature in DER is: two integers of 32 bytes. */
function signatureLike(): Buffer {
    const head = Buffer.from([0x30, 68, 0x02, 32]);
    return Buffer.concat([head, randomBytes(32), Buffer.from([0x02, 32]), randomBytes(32)]);
}

/** One field of a protobuf message, of bytes: tag, length, value. */
function fieldOfBytes(number: number, value: Buffer): Buffer {
    const { length } = value;
    const size = length < 0x80 ? [length] : [(length & 0x7f) | 0x80, length >>> 7];
    return Buffer.concat([Buffer.from([(number << 3) | 2, ...size]), value]);
}

/** Makes ten clients with certificates as Fabric CA issues them, each as an encoded SerializedIdentity. */
export function createCreators(): Buffer[] {
    const authority = createPrincipal('ca.org1.example.com');
    return Array.from({ length: IDENTITIES }, (_, index) => {
        const { certificate } = issueClientCertificate(authority, `user${index}`);
        return proposalParts.serializedIdentity.encode({ mspId: MSP_ID, idBytes: Buffer.from(certificate) });
    });
}
