export type { ChaincodeDefinition } from './definition/chaincode-definition';
export { chaincodeSets } from './records/chaincode-sets';
export { ValidationCode, validationCodeName, type ValidationCodeName } from './records/validation-code';
export { LocalPeerError, type LocalPeerErrorCode } from './errors';
export type { AnswerFault, ChaincodeRequest, PeerFaults, RequestedWrite } from './faults';
export type { GatewayAddress, GatewayTls, ListenOptions } from './gateway/gateway-address';
export {
    CertificateAuthority,
    type CertificateRequest,
    type CertifiedKey,
    type KeyType,
} from './identity/certificate-authority';
export type { CertificateName, CertificateUse, DistinguishedName } from './identity/certificate-encoding';
export type { ChannelCapability } from './identity/channel-capability';
export { Organization, type MemberOptions, type MembershipRoot } from './identity/organization';
export { createSigningIdentity, type SigningIdentity } from './identity/signing-identity';
export type { PrivateWrites, PrivateWritesPlace, Scan, StateEntry } from './ledger/ledger-store';
export { LedgerSnapshot, type SnapshotOptions } from './snapshot/ledger-snapshot';
export type { PrivateValue } from './snapshot/private-values';
export type { Version, VersionedValue } from './records/version';
export type { InstallOptions } from './channel/install-options';
export type { IndexFile } from './rich-query/index-definition';
export type { StateOptions } from './committed-state';
export type { LedgerMark, MarkOptions, RevertResult } from './ledger-marks';
export { LocalPeer, type SubscriptionOptions } from './local-peer';
export type { DiskStoreOptions, LocalPeerOptions } from './local-peer-options';
export { FABRIC_2_5, FABRIC_3_1 } from './peer-capabilities';
export type { LedgerReader, PrivateHolding, ReadBlock, ReadTransaction } from './ledger-reader';
export type { ReadEnvelope } from './read-envelope';
export type { PeerLogger } from './logger';
export type {
    ObservedBlock,
    ObservedCommit,
    ObservedIdentity,
    ObservedMark,
    ObservedPolicy,
    ObservedProposal,
    ObservedQueryWarning,
    ObservedRefusal,
    ObservedResult,
    ObservedRevert,
    ObservedRun,
    ObservedTransient,
    PeerObserver,
} from './observe/peer-observer';
export type { ChannelConfiguration } from './definition/channel-configuration';
export type { Principal, SignaturePolicy, Threshold } from './definition/signature-policy';
export type { Collection, CollectionOptions } from './definition/collection';
export type {
    NamespaceReadWriteSet,
    ReadWriteSet,
    CollectionHashes,
    HashedMetadataWrite,
    HashedRead,
    HashedWrite,
    PrivateWriteSet,
    KeyRead,
    KeyWrite,
    MerkleSummary,
    MetadataEntry,
    MetadataWrite,
    RangeRead,
} from './records/read-write-set';
export type { BlockTransaction, CommittedBlock, CommittedEvent, Subscription } from './subscription';
export type { Difference, Disagreement, NamedDifference } from './endorse/result-differences';
export type {
    CommitStatus,
    EndorsedTransaction,
    SubmitResult,
    TransactionRequest,
    TransactionResult,
} from './endorse/transaction-request';
export type { ChaincodeAddress, ChaincodeTls, Connect, ConnectByOrganization } from './channel/connect-options';
export type { SeedRequest, SeedWrite } from './seed';
export type { ChaincodeEvent, ChaincodeResponse } from './records/chaincode-response';
export type { MemberRole } from './records/signer';
export type { ApplicationCapability } from './answers/application-capability';
export type { BatchOptions } from './commit/batch-options';
export type { LedgerDatabase } from './ledger/ledger-database';
export type { StateDatabase } from './simulate/state-database';
export type {
    AskedQuery,
    GivenRows,
    HistoryAsked,
    PrivateRangeAsked,
    QueryPlace,
    RichQueryAsked,
    SimulatedQueries,
    SimulatedQuery,
} from './records/simulated-query';
