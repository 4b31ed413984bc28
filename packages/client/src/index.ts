export type { CallOptions, SubmitOptions, TransientData } from './calls/call-options';
export type { RetryPolicy } from './calls/retry';
export type { Committed, SentTransaction } from './calls/sent-transaction';
export {
    evaluate,
    submit,
    type Evaluate,
    type NamedCodecs,
    type Submit,
    type TransactionDefinition,
} from './calls/transactions';
export type { Codec } from './codecs/codec';
export { Payload } from './codecs/payload';
export * as codecs from './codecs/codecs';
export type { MemberCodecs, Optional } from './codecs/structures';
export {
    defineContract,
    type ClientOptions,
    type ContractClient,
    type ContractConnector,
    type ContractDefinition,
    type DefinitionOf,
    type EventsOf,
    type TransactionsOf,
} from './define-contract';
export { ArgumentInvalid } from './errors/argument-invalid';
export type { CalledTransaction } from './errors/client-error';
export { CommitUnknown } from './errors/commit-unknown';
export { ResultMismatch } from './errors/result-mismatch';
export { TransactionInvalid, type InvalidCommit } from './errors/transaction-invalid';
export { TransactionRefused, TransactionUnknown, type Refusal, type RefusalClass } from './errors/transaction-refused';
export type { TracingOptions } from './tracing/tracing-option';
export { TransactionIdGenerator } from './tracing/transaction-id-generator';
export type {
    ContractEvent,
    DeclaredEvent,
    EventOptions,
    EventOrigin,
    EventStream,
    MismatchedEvent,
    UndeclaredEvent,
} from './events/contract-event';
