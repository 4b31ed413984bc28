export type { CallRequest, CallAnswer, HeldCall } from './api/call';
export type { Finding, ChaincodeState, RunMark } from './api/chaincode';
export type {
    Coverage,
    ChannelFacts,
    Told,
    DefinitionRow,
    ConfigurationFacts,
    ConfigurationChange,
} from './api/channel';
export type { FeedLine } from './api/feed';
export type { LogLine } from './api/log';
export type { BlockFacts, StateRow, KeyState, KeyVersion, PrivateRow, BlockRow, EventRow } from './api/ledger';
export type { Network, IdentityRow, NewUser, Found } from './api/network';
export type {
    Outcome,
    Summary,
    Change,
    Read,
    Query,
    Range,
    OtherTransaction,
    Endorsed,
    PolicyRow,
    Difference,
    Disagreement,
    Times,
    CertificateFacts,
    RawTransaction,
    Transaction,
    Why,
    WhyKey,
} from './api/transaction';
export type { Bytes, Who, Key, Where, ApiError, Page } from './api/value';
export type { RecordedBlock, RecordedKey, RecordedPlace, StudioRecord } from './api/record';
export { argumentText, callText } from './model/call-text';
export { partsOf, prefixOf } from './model/keys';
export { type ContractMetadata, Metadata, type Parameter, type Schema, type TransactionMetadata } from './model/schema';
export { type PageFile, readPage } from './page-files';
export { embedded, recordedPage } from './recorded-page';
