import './supported-node';
export type { CommittedRows, CommittedState, CommittedSums } from './committed-rows';
export type { ChaincodeSource, ContractOf, ContractsIn, ContractsSource, FirstContract } from './chaincode-source';
export type { Difference } from '@heddle/local-peer';
export type { LedgerKey } from './ledger-key';
export { type LedgerSource, LedgerState } from './ledger-state';
export {
    matchers,
    type AsymmetricMatch,
    type Expected,
    type MatcherResult,
    type MatcherThis,
    type TransactionMatchers,
} from './matchers';
export type { ClientOptions } from './network-members';
export { JournalReplay, replayJournal, type ReplayJournalOptions } from './replay-journal';
export type { CallOptions, TestClient } from './test-client';
export { TestNetwork } from './test-network';
export { TestNetworkError, type TestNetworkErrorCode } from './test-network-error';
export type {
    ChaincodeDefinition,
    ChaincodeNetworkOptions,
    ChaincodesNetworkOptions,
    ChaincodesOf,
    ContractsNetworkOptions,
    DefaultContract,
    NetworkBehaviour,
    TestNetworkOptions,
} from './test-network-options';
export type {
    CommittedTestEvent,
    TestEvent,
    TestPrivateWrite,
    TestRead,
    TestTransaction,
    TestWrite,
} from './test-transaction';
export { TransactionError, type TransactionFailure } from './transaction-error';
export type { NetworkMark } from './transaction-runner';
export type { TrapKind } from './traps/scope';
export type { TrapAllowance, TrapHit } from './traps/trap-hits';
export type { TrapChoice, TrapOptions } from './traps/trap-options';
export type { AllDataOf, ArgumentsOf, DataOf, Plain, RawFunctions, ResultOf, TransactionName } from './transactions-of';
