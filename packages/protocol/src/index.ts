export type { Codec, Decoded, Encodable, Field, Fields, MessageCodec } from './codec';
export {
    allCompositeKeys,
    compositeKeyRange,
    createCompositeKey,
    FIRST_SIMPLE_KEY,
    isCompositeKey,
    splitCompositeKey,
    type CompositeKey,
    type KeyRange,
} from './composite-key';
export { ProtocolError, type ProtocolErrorCode } from './errors';
export {
    decodeMessage,
    encodeMessage,
    MAX_MESSAGE_BYTES,
    MessageType,
    messageTypeName,
    TransactionEnvelope,
    type ChaincodeMessage,
    type ChaincodeMessageInput,
} from './message';
export {
    streamOfClientCall,
    streamOfServerCall,
    type ClientCallOptions,
    type GrpcCall,
    type GrpcClientCall,
    type MessageStream,
} from './message-stream';
export {
    chaincodeAdditionalParams,
    chaincodeEvent,
    chaincodeId,
    chaincodeInput,
    chaincodeSpec,
    response,
    stateMetadata,
    stateMetadataResult,
    writeRecord,
    type ChaincodeInput,
    type PeerCapabilities,
    type StateMetadata,
} from './payloads';
export { Proposal, proposalParts, type ChannelHeader, type SerializedIdentity } from './proposal';
export {
    keyModification,
    keyValue,
    pageMetadata,
    pageRequest,
    queryPage,
    type KeyModification,
    type KeyValue,
} from './query-page';
export { requests, type Request, type RequestName } from './requests';
export { rowPages, type RowPage, type RowPages } from './row-page';
export { chaincodeService, chaincodeSupportService, type FrameMethod, type GrpcMethod } from './service';
export { createStreamPair } from './stream-pair';
export { timestamp, toDate, toTimestamp, type Timestamp } from './timestamp';
export { EMPTY, type WireReader, type WireWriter } from './wire';
