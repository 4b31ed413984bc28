import { message, type MessageCodec } from './codec';
import { ProtocolError } from './errors';
import { bytes, embedded, int32, string } from './fields';
import { type Timestamp, timestamp } from './timestamp';
import { EMPTY, sizeOfDelimited, WireReader, WireType, WireWriter } from './wire';

/**
 * ChaincodeMessage, the envelope of everything that a peer and a chaincode say to each other
 * (fabric-protos, peer/chaincode_shim.proto). This is the only file that knows its fields.
 */

/** The types of messages; 12 is unused. A peer may send types that are not here: those are to be ignored. */
export const MessageType = {
    UNDEFINED: 0,
    REGISTER: 1,
    REGISTERED: 2,
    INIT: 3,
    READY: 4,
    TRANSACTION: 5,
    COMPLETED: 6,
    ERROR: 7,
    GET_STATE: 8,
    PUT_STATE: 9,
    DEL_STATE: 10,
    INVOKE_CHAINCODE: 11,
    RESPONSE: 13,
    GET_STATE_BY_RANGE: 14,
    GET_QUERY_RESULT: 15,
    QUERY_STATE_NEXT: 16,
    QUERY_STATE_CLOSE: 17,
    KEEPALIVE: 18,
    GET_HISTORY_FOR_KEY: 19,
    GET_STATE_METADATA: 20,
    PUT_STATE_METADATA: 21,
    GET_PRIVATE_DATA_HASH: 22,
    PURGE_PRIVATE_DATA: 23,
    WRITE_BATCH_STATE: 24,
    GET_STATE_MULTIPLE: 25,
} as const;

export type MessageType = (typeof MessageType)[keyof typeof MessageType];

const NAMES = new Map<number, string>(Object.entries(MessageType).map(([name, type]) => [type, name]));

/** The name of a message type, for logs and errors; `type 99` where the number is unknown. */
export function messageTypeName(type: number): string {
    return NAMES.get(type) ?? `type ${type}`;
}

/**
 * The largest message that a peer sends or takes, in bytes: 100 MiB
 * (fabric, internal/pkg/comm/config.go, DefaultMaxRecvMsgSize and DefaultMaxSendMsgSize).
 */
export const MAX_MESSAGE_BYTES: number = 100 * 1024 * 1024;

/** A decoded message; its payload, proposal and event are still encoded, and empty where absent. */
export interface ChaincodeMessage {
    /** One of MessageType, or a number that this version does not know. */
    readonly type: number;
    readonly timestamp: Timestamp | undefined;
    readonly payload: Buffer;
    readonly txId: string;
    /** An encoded SignedProposal, on INIT and TRANSACTION. Decoded only when somebody asks (see proposal.ts). */
    readonly proposal: Buffer;
    /** An encoded ChaincodeEvent, on COMPLETED. */
    readonly event: Buffer;
    readonly channelId: string;
}

/** What a message says: all of it but the time at which it was sent, by which nothing is decided. */
export type ReceivedMessage = Omit<ChaincodeMessage, 'timestamp'>;

/** What can be encoded as a message: a type, and those of the other fields that it has. */
export interface ChaincodeMessageInput {
    readonly type: number;
    readonly timestamp?: Timestamp | undefined;
    readonly payload?: Uint8Array | undefined;
    readonly txId?: string | undefined;
    readonly proposal?: Uint8Array | undefined;
    readonly event?: Uint8Array | undefined;
    readonly channelId?: string | undefined;
}

const fields = {
    type: int32(1),
    timestamp: embedded(2, timestamp),
    payload: bytes(3),
    txId: string(4),
    proposal: bytes(5),
    event: bytes(6),
    channelId: string(7),
};

const envelope: MessageCodec<ChaincodeMessage, ChaincodeMessageInput> = message(fields, () => ({
    type: MessageType.UNDEFINED,
    timestamp: undefined,
    payload: EMPTY,
    txId: '',
    proposal: EMPTY,
    event: EMPTY,
    channelId: '',
}));

/**
 * Encodes a message.
 * @throws ProtocolError MESSAGE_TOO_LARGE above MAX_MESSAGE_BYTES: sending it would end the whole stream, with every
 * transaction on it.
 */
export function encodeMessage(input: ChaincodeMessageInput): Buffer {
    const writer = new WireWriter(checkedSize(input.type, envelope.sizeOf(input)));
    envelope.write(writer, input);
    return writer.finish();
}

function checkedSize(type: number, size: number): number {
    if (size <= MAX_MESSAGE_BYTES) return size;
    throw new ProtocolError(
        'MESSAGE_TOO_LARGE',
        `${messageTypeName(type)} of ${size} bytes exceeds the ${MAX_MESSAGE_BYTES} bytes that a peer takes`,
    );
}

/** Encodes the messages of one transaction: what all of them have in common is encoded once. */
export class TransactionEnvelope {
    readonly #tail: Buffer;

    constructor({ channelId, txId }: { readonly channelId: string; readonly txId: string }) {
        const writer = new WireWriter(fields.txId.size(txId) + fields.channelId.size(channelId));
        fields.txId.write(writer, txId);
        fields.channelId.write(writer, channelId);
        this.#tail = writer.finish();
    }

    /**
     * Encodes a message whose payload is `value` in its codec, which is written to its place without a copy between.
     * @throws ProtocolError as encodeMessage
     */
    encode<T, Input>(type: MessageType, codec: MessageCodec<T, Input>, value: Input, event: Buffer = EMPTY): Buffer {
        const payloadSize = codec.sizeOf(value);
        const delimitedSize = payloadSize === 0 ? 0 : sizeOfDelimited(fields.payload.number, payloadSize);
        const size = fields.type.size(type) + delimitedSize + fields.event.size(event) + this.#tail.length;
        const writer = new WireWriter(checkedSize(type, size));
        fields.type.write(writer, type);
        if (payloadSize > 0) {
            writer.uint32((fields.payload.number << 3) | WireType.BYTES);
            writer.uint32(payloadSize);
            codec.write(writer, value);
        }
        fields.event.write(writer, event);
        writer.encoded(this.#tail);
        return writer.finish();
    }
}

/**
 * Decodes a message. Its bytes are views on `encoded`, which must not change afterwards.
 * @throws ProtocolError TRUNCATED_MESSAGE or MALFORMED_MESSAGE where the bytes are not a message.
 */
export function decodeMessage(encoded: Uint8Array): ChaincodeMessage {
    return envelope.decode(encoded);
}

/** The fields as they are found in a message: each with the wire type that it has to have. */
const TAG = {
    type: tagOf(fields.type),
    timestamp: tagOf(fields.timestamp),
    payload: tagOf(fields.payload),
    txId: tagOf(fields.txId),
    proposal: tagOf(fields.proposal),
    event: tagOf(fields.event),
    channelId: tagOf(fields.channelId),
} as const;

function tagOf({ number, wireType }: { readonly number: number; readonly wireType: number }): number {
    return (number << 3) | wireType;
}

/**
 * Reads a message as `decodeMessage` does, without its timestamp: field by field instead of by the table, in less
 * time, since every message that a session receives comes through here.
 * @throws ProtocolError as decodeMessage
 */
export function readMessage(encoded: Uint8Array): ReceivedMessage {
    const reader = new WireReader(encoded);
    let type = 0;
    let payload = EMPTY;
    let txId = '';
    let proposal = EMPTY;
    let event = EMPTY;
    let channelId = '';
    while (reader.next()) {
        switch (reader.tag) {
            case TAG.type:
                type = reader.int32();
                break;
            case TAG.payload:
                payload = reader.bytes();
                break;
            case TAG.txId:
                txId = reader.string();
                break;
            case TAG.proposal:
                proposal = reader.bytes();
                break;
            case TAG.event:
                event = reader.bytes();
                break;
            case TAG.channelId:
                channelId = reader.string();
                break;
            case TAG.timestamp:
                reader.message(skipAll);
                break;
            default:
                reader.skip();
        }
    }
    return { type, payload, txId, proposal, event, channelId };
}

/** So that a timestamp that is none is an error here as well. */
function skipAll(reader: WireReader): void {
    while (reader.next()) reader.skip();
}
