export { error, success, type Chaincode, type ChaincodeResponse } from './chaincode';
export type { CalledChaincodeResponse } from './chaincode-call';
export { ChaincodeError, toError, type ChaincodeErrorCode } from './errors';
export type { Bytes } from './ledger-arguments';
export { createLogger, type LogFields, type Logger, type LogLevel } from './logger';
export type { SignedProposal } from './signed-proposal';
export type { NextResult, Query, QueryIterator, QueryResponseMetadata, StateQueryResponse } from './state-iterator';
export { ChaincodeStub, type Creator } from './stub';
