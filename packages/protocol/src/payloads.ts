import { message } from './codec';
import { bool, bytes, bytesByName, embedded, int32, repeatedBytes, repeatedMessages, string, uint32 } from './fields';

/** Payloads of the messages that are no state requests, under the names and field numbers of fabric-protos. */

/** REGISTER: `name` is the package id, `label:sha256`. */
export const chaincodeId = message({ path: string(1), name: string(2), version: string(3) });

/** READY, from Fabric 3.1 on; empty before, which decodes to everything off. A maximum of 0 means off as well. */
export const chaincodeAdditionalParams = message({
    useWriteBatch: bool(1),
    maxSizeWriteBatch: uint32(2),
    useGetMultipleKeys: bool(3),
    maxSizeGetMultipleKeys: uint32(4),
});

/** What the peer said in READY about the batches that it takes. */
export type PeerCapabilities = Readonly<ReturnType<typeof chaincodeAdditionalParams.decode>>;

/** INIT and TRANSACTION. */
export const chaincodeInput = message({ args: repeatedBytes(1), decorations: bytesByName(2), isInit: bool(3) });
export type ChaincodeInput = Readonly<ReturnType<typeof chaincodeInput.decode>>;

/** COMPLETED. */
export const response = message({ status: int32(1), message: string(2), payload: bytes(3) });

/** The event of a COMPLETED message. Chaincode sets name and payload only; the peer fills in the ids. */
export const chaincodeEvent = message({ chaincodeId: string(1), txId: string(2), name: string(3), payload: bytes(4) });

/** INVOKE_CHAINCODE: `chaincodeId.name` is `chaincode` or `chaincode/channel`. */
export const chaincodeSpec = message({
    type: int32(1),
    chaincodeId: embedded(2, chaincodeId),
    input: embedded(3, chaincodeInput),
    timeout: int32(4),
});

export const stateMetadata = message({ metakey: string(1), value: bytes(2) });
export type StateMetadata = Readonly<ReturnType<typeof stateMetadata.decode>>;
export const stateMetadataResult = message({ entries: repeatedMessages(1, stateMetadata) });

/** One record of a WRITE_BATCH_STATE; `type` is the MessageType that the record would have as a single request. */
export const writeRecord = message({
    key: string(1),
    value: bytes(2),
    collection: string(3),
    metadata: embedded(4, stateMetadata),
    type: int32(5),
});
