export type { ApplicationCapability } from './answers/answer';
export type { ChaincodeDefinition } from './chaincode/chaincode-definition';
export type { BatchOptions } from './commit/orderer';
export { ValidationCode, validationCodeName, type ValidationCodeName } from './commit/validation-code';
export type { ChaincodeAddress, ChaincodeTls, Connect } from './chaincode/connection';
export type { ChaincodeEvent, ChaincodeResponse } from './endorse/endorser';
export { LocalPeerError, type LocalPeerErrorCode } from './errors';
export type { AnswerFault, ChaincodeRequest, PeerFaults, RequestedWrite } from './faults';
export type { GatewayAddress, GatewayTls, ListenOptions } from './gateway/gateway-address';
export { CertificateAuthority, type CertificateRequest, type CertifiedKey } from './identity/certificate-authority';
export type { CertificateUse, DistinguishedName } from './identity/certificate';
export { Organisation, type MemberOptions, type MemberRole, type MembershipRoot } from './identity/organisation';
export { createSigningIdentity, type SigningIdentity } from './identity/signing-identity';
export type { StateEntry } from './ledger/ledger-store';
export type { LedgerDatabase } from './ledger/level-ledger-store';
export type { Version, VersionedValue } from './ledger/version';
export type { InstallOptions } from './chaincode/install-options';
export { LocalPeer, type StateOptions, type SubscriptionOptions } from './local-peer';
export { FABRIC_2_5, FABRIC_3_1, type DiskStoreOptions, type LocalPeerOptions } from './local-peer-options';
export type { PeerLogger } from './logger';
export type {
    ObservedBlock,
    ObservedCommit,
    ObservedIdentity,
    ObservedProposal,
    ObservedResult,
    PeerObserver,
} from './observe/peer-observer';
export type { Principal, SignaturePolicy, Threshold } from './policy/signature-policy';
export type { Collection, CollectionOptions } from './private-data/collection';
export type {
    CollectionHashes,
    HashedMetadataWrite,
    HashedRead,
    HashedWrite,
    PrivateWriteSet,
} from './simulate/hashed-set';
export type { NamespaceReadWriteSet, ReadWriteSet } from './simulate/read-write-set';
export type { KeyRead, KeyWrite, MerkleSummary, MetadataWrite, RangeRead } from './simulate/read-write-set-parts';
export type { StateDatabase } from './simulate/transaction-rules';
export type { BlockTransaction, CommittedBlock, CommittedEvent, Subscription } from './subscription';
export type {
    CommitStatus,
    EndorsedTransaction,
    SubmitResult,
    TransactionRequest,
    TransactionResult,
} from './transaction-request';
