import './supported-node';
export type { CommittedRows, CommittedState, CommittedSums } from './rows/committed-rows';
export type {
    ChaincodeSource,
    ContractOf,
    ContractsIn,
    ContractsSource,
    FirstContract,
} from './chaincode/chaincode-source';
export type { Difference } from '@heddle/local-peer';
export type { LedgerKey } from './rows/ledger-key';
export { type LedgerSource, LedgerState } from './rows/ledger-state';
export {
    matchers,
    type AsymmetricMatch,
    type Expected,
    type MatcherResult,
    type MatcherThis,
    type TransactionMatchers,
} from './matchers';
export type { ClientOptions } from './peer/network-members';
export { JournalReplay, replayJournal, type ReplayJournalOptions } from './chaincode/replay-journal';
export type { CallOptions, TestClient } from './clients/test-client';
export { TestNetwork } from './test-network';
export { TestNetworkError, type TestNetworkErrorCode } from './errors/test-network-error';
export type {
    ChaincodeDefinition,
    ChaincodeNetworkOptions,
    ChaincodesNetworkOptions,
    ChaincodesOf,
    ContractsNetworkOptions,
    DefaultContract,
    NetworkBehaviour,
    TestNetworkOptions,
} from './peer/test-network-options';
export type {
    CommittedTestEvent,
    TestEvent,
    TestPrivateWrite,
    TestRead,
    TestTransaction,
    TestWrite,
} from './transactions/test-transaction';
export { TransactionError, type TransactionFailure } from './errors/transaction-error';
export type { NetworkMark } from './transactions/transaction-runner';
export type { TrapKind } from './traps/scope';
export type { TrapAllowance, TrapHit } from './traps/trap-hits';
export type { TrapChoice, TrapOptions } from './traps/trap-options';
export type {
    AllDataOf,
    ArgumentsOf,
    DataOf,
    Plain,
    RawFunctions,
    ResultOf,
    TransactionName,
} from './chaincode/transactions-of';
