import { randomBytes } from 'node:crypto';
import type { SigningIdentity } from '@heddle/local-peer';
import {
    chaincodeId,
    chaincodeInput,
    chaincodeSpec,
    encodeMessage,
    MessageType,
    proposalParts,
    toTimestamp,
} from '@heddle/protocol';
import { embedded, message } from '@heddle/protocol/codec';
import { KEY, keyOf, type TransactionKind } from '../workloads';

/** A transaction to be sent: an encoded TRANSACTION message, and what identifies it. */
export interface TransactionRequest {
    readonly txId: string;
    readonly key: string;
    readonly message: Buffer;
}

export const CHANNEL = 'mychannel';
const CHAINCODE = 'bench';
const NONCE_BYTES = 24;
const TX_ID_DIGITS = 64;
const COUNTER_DIGITS = 16;
/** common.HeaderType.ENDORSER_TRANSACTION */
const ENDORSER_TRANSACTION = 3;
/** peer.ChaincodeSpec.Type.GOLANG, which clients send whatever the chaincode is written in. */
const GOLANG = 1;
/** peer.ChaincodeInvocationSpec and peer.ChaincodeHeaderExtension, which name the chaincode in a proposal. */
const invocationSpec = message({ chaincodeSpec: embedded(1, chaincodeSpec) });
const headerExtension = message({ chaincodeId: embedded(2, chaincodeId) });
/** Stands for the transaction's id until it is written over. */
const TX_ID = '#'.repeat(TX_ID_DIGITS);
const NONCE = Buffer.alloc(NONCE_BYTES, '~');

/**
 * Makes transactions as a gateway makes them: signed proposal with headers, creator, nonce, timestamp and transient
 * data. Encoding all that would cost more than what is measured, so each client's message is encoded once and copied;
 * transaction id, nonce and key are written over. Not as in life: ids are no hashes, signatures fit what stood there
 * before, and the transactions of a load share a timestamp. Nothing of that is a chaincode's to check.
 */
export function createTransactions(
    workload: TransactionKind,
    clients: readonly SigningIdentity[],
): () => TransactionRequest {
    const templates = clients.map((client) => new Template(workload, client));
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

    constructor(workload: TransactionKind, client: SigningIdentity) {
        this.#message = encodeTransaction(workload, client);
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

function encodeTransaction(workload: TransactionKind, client: SigningIdentity): Buffer {
    const args = workload.args.map((arg) => Buffer.from(arg));
    const { signedProposal, proposal, header, signatureHeader, proposalPayload } = proposalParts;
    const spec = { type: GOLANG, chaincodeId: { name: CHAINCODE }, input: { args } };
    const encodedProposal = proposal.encode({
        header: header.encode({
            channelHeader: channelHeader(),
            signatureHeader: signatureHeader.encode({ creator: client.creator, nonce: NONCE }),
        }),
        payload: proposalPayload.encode({
            input: invocationSpec.encode({ chaincodeSpec: spec }),
            transient: new Map([['secret', randomBytes(32)]]),
        }),
    });
    return encodeMessage({
        type: MessageType.TRANSACTION,
        payload: chaincodeInput.encode({ args }),
        txId: TX_ID,
        channelId: CHANNEL,
        proposal: signedProposal.encode({ proposal: encodedProposal, signature: client.sign(encodedProposal) }),
    });
}

function channelHeader(): Buffer {
    return proposalParts.channelHeader.encode({
        type: ENDORSER_TRANSACTION,
        timestamp: toTimestamp(new Date()),
        channelId: CHANNEL,
        txId: TX_ID,
        extension: headerExtension.encode({ chaincodeId: { name: CHAINCODE } }),
    });
}
