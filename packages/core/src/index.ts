export { error, success, type Chaincode, type ChaincodeResponse } from './chaincode';
export type { CalledChaincodeResponse } from './chaincode-call';
export { ChaincodeClient } from './client';
export { ClientIdentity } from './client-identity';
export type { ChaincodeClientOptions } from './client-options';
export type { CloseOptions } from './closing';
export { ChaincodeError, toError, type ChaincodeErrorCode } from './errors';
export type { HostAndPort } from './host-and-port';
export type { HostOptions, KeepaliveOptions } from './host-options';
export { ENDORSER_ROLES, KeyEndorsementPolicy, type EndorsementRule, type EndorserRole } from './key-policy';
export type { Bytes } from './ledger-arguments';
export { createLogger, type LogFields, type Logger, type LogLevel } from './logger';
export { newLogger, type NamedLogger } from './named-logger';
export { CLIENT_OPTIONS, namesOf, SERVER_OPTIONS, type OptionNames } from './option-names';
export { ChaincodeServer, type ListeningAddress } from './server';
export type { ChaincodeServerOptions } from './server-options';
export { SessionRunner, type SessionOptions } from './session-runner';
export type { SessionState } from './session';
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
export type { SignedProposal } from './signed-proposal';
export type { NextResult, Query, QueryIterator, QueryResponseMetadata, StateQueryResponse } from './state-iterator';
export { ChaincodeStub, ChaincodeStub as Stub, type Creator } from './stub';
export type { ClientTlsOptions, Pem, ServerTlsOptions } from './tls';
