import { type ChannelHeader, proposalParts } from '@heddle/protocol';
import type { InvocationInput } from '../answers/answer';
import { invocationOf } from '../endorse/unpacked-proposal';
import { decodeBlock, hashOfBlock } from '../records/block';
import { decodedOr } from '../records/decoded-or';
import type { PrivateWriteSet, ReadWriteSet } from '../records/read-write-set';
import { decodeReadWriteSet } from '../records/read-write-set-codec';
import {
    channelHeaderOf,
    decodeTransaction,
    envelope,
    envelopePayload,
    HeaderType,
    headerTypeName,
} from '../records/transaction-envelope';
import { validationCodeName } from '../records/validation-code';
import type { Version } from '../records/version';

/** A block with all that a replay needs of it. */
export interface RecordedBlock {
    readonly number: bigint;
    readonly channelId: string;
    readonly previousHash: Buffer;
    readonly hash: Buffer;
    readonly dataHash: Buffer;
    readonly envelopes: readonly Buffer[];
    readonly transactions: readonly RecordedTransaction[];
    /** All of it, as it came. */
    readonly encoded: Uint8Array;
}

/** A transaction of a block, as far as the block has it. */
export interface RecordedTransaction {
    readonly version: Version;
    /** A ValidationCode, */
    readonly validationCode: number;
    /** and its name in fabric-protos, `VALID` for one. */
    readonly validation: string;
    /** Undefined where the envelope cannot be decoded that far. */
    readonly channelHeader: ChannelHeader | undefined;
    /** A channel's configuration, encoded as the envelope has it. */
    readonly configuration: Buffer | undefined;
    /** Undefined for anything but a call of a chaincode. */
    readonly call: RecordedCall | undefined;
    /** What else it is: `CONFIG` for one. */
    readonly kind: string;
    /** What was written to collections, as far as it is known. */
    readonly privateWrites: readonly PrivateWriteSet[];
}

/** A call of a chaincode, and what its endorsers have agreed on. */
export interface RecordedCall {
    readonly chaincode: string;
    /** Of the definition under which it was endorsed. */
    readonly chaincodeVersion: string;
    readonly input: InvocationInput;
    readonly creator: Buffer;
    /** The MSP ids of its endorsers. */
    readonly endorsedBy: readonly string[];
    /** A SignedProposal, with neither transient data nor a signature: no block has those. */
    readonly signedProposal: Buffer;
    readonly response: { readonly status: number; readonly message: string; readonly payload: Buffer };
    /** An encoded ChaincodeEvent; empty for none. */
    readonly event: Buffer;
    /** The encoded read-write set. */
    readonly results: Buffer;
    readonly readWriteSet: ReadWriteSet;
}

/** Private writes by the number of their transaction. */
export type PrivateWritesByTransaction = ReadonlyMap<bigint, readonly PrivateWriteSet[]>;

/**
 * Takes a block apart.
 * @throws ProtocolError if the bytes are not a block; Error where it has no validation codes, as blocks of orderers
 */
export function readRecordedBlock(
    encoded: Uint8Array,
    privateWrites: PrivateWritesByTransaction = new Map(),
): RecordedBlock {
    const { header, envelopes, validationCodes } = decodeBlock(encoded);
    if (validationCodes.length !== envelopes.length)
        throw new Error(
            `block ${header.number} does not say which of its transactions are valid: it is an orderer's block, and only those of a peer can be replayed`,
        );
    const transactions = envelopes.map((one, index) =>
        readTransaction(one, {
            version: { blockNumber: header.number, txNumber: BigInt(index) },
            validationCode: validationCodes[index] ?? 0,
            validation: validationCodeName(validationCodes[index] ?? 0),
            privateWrites: privateWrites.get(BigInt(index)) ?? [],
        }),
    );
    const channelId = transactions.find(({ channelHeader }) => channelHeader !== undefined)?.channelHeader?.channelId;
    return { ...header, hash: hashOfBlock(header), channelId: channelId ?? '', envelopes, transactions, encoded };
}

type Place = Pick<RecordedTransaction, 'version' | 'validationCode' | 'validation' | 'privateWrites'>;

type Content = Pick<RecordedTransaction, 'kind' | 'configuration' | 'call'>;

const UNDECODABLE: Content = { kind: 'what cannot be decoded', configuration: undefined, call: undefined };

/** Blocks keep what cannot be decoded, too: as far as it can be, for the sake of its id. */
function readTransaction(encoded: Buffer, place: Place): RecordedTransaction {
    const channelHeader = decodedOr(undefined, () => channelHeaderOf(encoded));
    const content = channelHeader && decodedOr(undefined, () => readContent(encoded, channelHeader.type));
    return { ...place, channelHeader, ...(content ?? UNDECODABLE) };
}

/** @throws ProtocolError */
function readContent(encoded: Buffer, type: number): Content {
    const { payload } = envelope.decode(encoded);
    const configuration = type === HeaderType.CONFIG ? envelopePayload.decode(payload).data : undefined;
    const call = type === HeaderType.ENDORSER_TRANSACTION ? readCall(payload) : undefined;
    return { kind: headerTypeName(type), configuration, call };
}

/** @throws ProtocolError */
function readCall(payload: Buffer): RecordedCall | undefined {
    const transaction = decodeTransaction(payload);
    const invocation = transaction && invocationOf(transaction.proposalPayload);
    if (transaction === undefined || invocation === undefined) return undefined;
    const { action, creator, endorsements, proposalPayload } = transaction;
    const { header } = envelopePayload.decode(payload);
    return {
        ...invocation,
        chaincodeVersion: action.chaincodeId?.version ?? '',
        creator,
        endorsedBy: endorsements.map(({ endorser }) => proposalParts.serializedIdentity.decode(endorser).mspId),
        signedProposal: proposalParts.signedProposal.encode({
            proposal: proposalParts.proposal.encode({ header, payload: proposalPayload }),
        }),
        response: action.response ?? { status: 0, message: '', payload: Buffer.alloc(0) },
        event: action.event,
        results: action.results,
        readWriteSet: decodeReadWriteSet(action.results),
    };
}
