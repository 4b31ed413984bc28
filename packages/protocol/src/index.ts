export type { Codec, InputOf, MessageCodec } from './codec';
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
export { DescribedKeys, type DescribedEntry, type DescribedKey, type KeyPlace, type KeyValues } from './described-keys';
export { EVENT_ENVELOPE, foldEvents, unfoldEvents, type JsonEvent, type NamedEvent } from './event-envelope';
export {
    decodeMessage,
    encodeMessage,
    MAX_MESSAGE_BYTES,
    MessageType,
    messageTypeName,
    readMessage,
    TransactionEnvelope,
    type ChaincodeMessage,
    type ChaincodeMessageInput,
    type ReceivedMessage,
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
    type ChaincodeEvent,
    type ChaincodeId,
    type ChaincodeInput,
    type ChaincodeSpec,
    type PeerCapabilities,
    type ResponsePayload,
    type StateMetadata,
    type StateMetadataResult,
    type WriteRecord,
} from './payloads';
export {
    compareKeys,
    decodeKeyPart,
    encodeKeyPart,
    orderedKeyRange,
    type KeyPartBounds,
    type KeyPartKind,
    type KeyPartValue,
    type OrderedRangeOptions,
} from './ordered-key';
export {
    Proposal,
    proposalParts,
    type ChannelHeader,
    type HeaderParts,
    type ProposalParts,
    type ProposalPayload,
    type SerializedIdentity,
    type SignatureHeader,
    type SignedProposalParts,
} from './proposal';
export {
    keyModification,
    keyValue,
    pageMetadata,
    pageRequest,
    queryPage,
    type EncodedRow,
    type KeyModification,
    type KeyValue,
    type PageMetadata,
    type PageRequest,
    type QueryPage,
} from './query-page';
export {
    requests,
    type CursorId,
    type HistoryQuery,
    type KeyQuery,
    type MultipleQuery,
    type MultipleValues,
    type PutState,
    type PutStateMetadata,
    type RangeQuery,
    type Request,
    type RequestName,
    type Requests,
    type RichQuery,
    type WriteBatch,
} from './requests';
export { rowPages, type RowPage, type RowPages } from './row-page';
export type { UsualRow } from './usual-row';
export { chaincodeService, chaincodeSupportService, type FrameMethod, type GrpcMethod } from './service';
export { createStreamPair } from './stream-pair';
export { timestamp, toDate, toTimestamp, type Timestamp } from './timestamp';
export { EMPTY, type WireReader, type WireWriter } from './wire';
