import { message, type MessageCodec } from './codec';
import { bool, bytes, bytesByName, embedded, int32, repeatedBytes, repeatedMessages, string, uint32 } from './fields';

/** Payloads of the messages that are not state requests, under the names and field numbers of fabric-protos. */

/** REGISTER: `name` is the package id, `label:sha256`. */
export interface ChaincodeId {
    readonly path: string;
    readonly name: string;
    readonly version: string;
}

export const chaincodeId: MessageCodec<ChaincodeId> = message({ path: string(1), name: string(2), version: string(3) });

/**
 * What the peer said in READY about the batches that it takes, from Fabric 3.1 on. Before, READY is empty, which
 * decodes to everything off. A maximum of 0 means off as well.
 */
export interface PeerCapabilities {
    readonly useWriteBatch: boolean;
    readonly maxSizeWriteBatch: number;
    readonly useGetMultipleKeys: boolean;
    readonly maxSizeGetMultipleKeys: number;
}

export const chaincodeAdditionalParams: MessageCodec<PeerCapabilities> = message({
    useWriteBatch: bool(1),
    maxSizeWriteBatch: uint32(2),
    useGetMultipleKeys: bool(3),
    maxSizeGetMultipleKeys: uint32(4),
});

/** INIT and TRANSACTION. */
export interface ChaincodeInput {
    readonly args: Buffer[];
    readonly decorations: Map<string, Buffer>;
    readonly isInit: boolean;
}

export const chaincodeInput: MessageCodec<ChaincodeInput> = message({
    args: repeatedBytes(1),
    decorations: bytesByName(2),
    isInit: bool(3),
});

/** COMPLETED: what a transaction answers. */
export interface ResponsePayload {
    readonly status: number;
    readonly message: string;
    readonly payload: Buffer;
}

export const response: MessageCodec<ResponsePayload> = message({
    status: int32(1),
    message: string(2),
    payload: bytes(3),
});

/** The event of a COMPLETED message. Chaincode sets name and payload only; the peer fills in the ids. */
export interface ChaincodeEvent {
    readonly chaincodeId: string;
    readonly txId: string;
    readonly name: string;
    readonly payload: Buffer;
}

export const chaincodeEvent: MessageCodec<ChaincodeEvent> = message({
    chaincodeId: string(1),
    txId: string(2),
    name: string(3),
    payload: bytes(4),
});

/** INVOKE_CHAINCODE: `chaincodeId.name` is `chaincode` or `chaincode/channel`. */
export interface ChaincodeSpec {
    readonly type: number;
    readonly chaincodeId: ChaincodeId | undefined;
    readonly input: ChaincodeInput | undefined;
    readonly timeout: number;
}

export const chaincodeSpec: MessageCodec<ChaincodeSpec> = message({
    type: int32(1),
    chaincodeId: embedded(2, chaincodeId),
    input: embedded(3, chaincodeInput),
    timeout: int32(4),
});

/** One piece of a key's metadata, such as its own endorsement policy. */
export interface StateMetadata {
    readonly metakey: string;
    readonly value: Buffer;
}

export const stateMetadata: MessageCodec<StateMetadata> = message({ metakey: string(1), value: bytes(2) });

/** All metadata of a key. */
export interface StateMetadataResult {
    readonly entries: StateMetadata[];
}

export const stateMetadataResult: MessageCodec<StateMetadataResult> = message({
    entries: repeatedMessages(1, stateMetadata),
});

/** One record of a WRITE_BATCH_STATE; `type` is the MessageType that the record would have as a single request. */
export interface WriteRecord {
    readonly key: string;
    readonly value: Buffer;
    readonly collection: string;
    readonly metadata: StateMetadata | undefined;
    readonly type: number;
}

export const writeRecord: MessageCodec<WriteRecord> = message({
    key: string(1),
    value: bytes(2),
    collection: string(3),
    metadata: embedded(4, stateMetadata),
    type: int32(5),
});
