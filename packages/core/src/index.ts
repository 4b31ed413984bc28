export { error, success, type Chaincode, type ChaincodeResponse, type Compat, type FoundWarning } from './chaincode';
export type { CalledChaincodeResponse } from './stub/chaincode-call';
export { ChaincodeClient } from './hosting/chaincode-client';
export { ClientIdentity } from './identity/client-identity';
export type { ChaincodeClientOptions } from './hosting/client-options';
export type { CloseOptions } from './hosting/closing';
export { ChaincodeError, type ChaincodeErrorCode } from './errors';
export { ChaincodeHost } from './hosting/chaincode-host';
export type { ChaincodeHostOptions, HostedChaincodeOptions, HostedChaincodeStatus } from './hosting/hosted-chaincodes';
export type { HostAndPort } from './hosting/host-and-port';
export type { HostOptions, KeepaliveOptions } from './hosting/host-options';
export { ENDORSER_ROLES, KeyEndorsementPolicy, type EndorsementRule, type EndorserRole } from './identity/key-policy';
export type { CompositeKey, KeyValue, MessageStream, PeerCapabilities } from '@heddle/protocol';
export type { Bytes } from './stub/ledger-arguments';
export { createLogger, type LogFields, type Logger, type LogLevel } from './logger';
export { newLogger, type NamedLogger } from './named-logger';
export type { LimitOptions } from './admission/limit-options';
export type {
    HostObserver,
    OperationReport,
    RefusalReason,
    RefusalReport,
    TransactionReport,
    WaitReport,
    WarningReport,
} from './observer';
export { ChaincodeServer } from './hosting/chaincode-server';
export type { ChaincodeServerOptions } from './hosting/server-options';
export { SessionRunner, type SessionOptions } from './session/session-runner';
export type { SessionState } from './session/session';
export {
    ChaincodeInterface,
    RESPONSE_CODE,
    server,
    shim as default,
    shim as Shim,
    start,
    type ChaincodeServerOpts,
    type ChaincodeServerTLSProperties,
} from './shim';
export type { Leniency } from './leniency';
export type { ListeningAddress } from './hosting/served-address';
export type { Int64 } from './stub/int64';
export type { KeyModification } from './stub/key-modification';
export type { Creator, SignedProposal } from './stub/signed-proposal';
export type {
    NextResult,
    Query,
    QueryIterator,
    QueryResponseMetadata,
    StateQueryResponse,
} from './stub/query-iterator';
export { ChaincodeStub, ChaincodeStub as Stub } from './stub/chaincode-stub';
export type { Timestamp } from './stub/timestamp';
export type { TracingOptions } from './tracing/tracing-options';
export type { TransactionName } from './transaction-name';
export type { ClientTlsOptions, Pem, ServerTlsOptions } from './hosting/tls';
export type { Health, HealthResponse, HealthWatcher } from './transport/health';
export type { SessionOrigin } from './transport/session-origin';
export type { Transport, TransportFactory, TransportOptions } from './transport/transport';
export { isWarningCode, WARNINGS, type WarningCode, type WarningKind } from './warning-codes';
export { runWorker } from './workers/run-worker';
export type { WorkerOptions } from './workers/worker-options';
