// class-validator's decorators, of the copy that reads them; each is loaded when a contract imports it, and no other.
export * from '../validators';
// What a context's stub, client and logger show: authors need no other package for it.
export {
    ChaincodeError,
    KeyEndorsementPolicy,
    type Bytes,
    type CalledChaincodeResponse,
    type Chaincode,
    type ChaincodeErrorCode,
    type ChaincodeResponse,
    type ChaincodeStub,
    type ClientIdentity,
    type CompositeKey,
    type Creator,
    type EndorsementRule,
    type EndorserRole,
    type Int64,
    type KeyModification,
    type KeyValue,
    type LogFields,
    type Logger,
    type LogLevel,
    type NextResult,
    type Query,
    type QueryIterator,
    type QueryResponseMetadata,
    type SignedProposal,
    type StateQueryResponse,
    type Timestamp,
    type TransactionName,
} from '@heddle/core';
export { Transform, Type } from './value-types/transformer-decorators';
export type { ParameterInfo, TransactionInfo, TransactionKind } from './evidence/transaction-info';
export type { Failure } from './failures/failures';
export { encodeArgument } from './results/encode-argument';
export { ContractChaincode } from './contract-chaincode';
export type { ContractChaincodeOptions } from './contract-chaincode-options';
export type { ContractSource, ContractSources } from './compile/compile-contracts';
export { Context, type ChaincodeCallOptions } from './context/context';
export type { ContextLogger } from './context/context-logger';
export { Contract } from './context/contract';
export type { FabricContract } from './context/fabric-contract';
export type { ServedContract, ServedTransaction } from './calls/served-contract';
export { Check } from './decorators/check';
export { Declares, type Declarable } from './decorators/declares';
export { Default } from './decorators/default';
export { Evaluate } from './decorators/evaluate';
export { Info } from './decorators/info';
export { Object } from './decorators/object-type';
export { Invariant } from './decorators/invariant';
export { InWorker } from './decorators/in-worker';
export { Optional } from './decorators/optional';
export { Param } from './decorators/param';
export { Property } from './decorators/property';
export { Public } from './decorators/public';
export { RequireAttribute } from './decorators/require-attribute';
export { RequireMsp } from './decorators/require-msp';
export { Returns } from './decorators/returns';
export { Transaction, type TransactionOptions } from './decorators/transaction';
export { Use } from './decorators/use';
export { WithoutInherited } from './decorators/without-inherited';
export { event, type AnyEvent, type EventOptions, type EventSpec, type EventValue } from './events/event';
export { CalledChaincodeError, type FailedChaincodeCall } from './failures/called-chaincode-error';
export { ContractError, type ContractErrorCode, type ContractErrorOptions } from './failures/contract-error';
export type { ContractInfo, InheritedDecorator, MiddlewareDecorator, ObjectOptions } from './evidence/class-record';
export { failure, type AnyFailure, type FailureOptions, type TypedFailure } from './failures/typed-failure';
export { ContractDefinitionError, type Mistake, type MistakeCode } from './failures/definition-error';
export type { ClassDescription, Descriptions, MemberDescription } from './metadata/descriptions';
export type { MetadataDocument } from './metadata/metadata-document';
export type { Schema } from './metadata/schema';
export type { Middleware } from './context/middleware';
export {
    collection,
    counter,
    entity,
    implicitCollection,
    type CollectionOptions,
    type CollectionSpec,
    type CounterSpec,
    type EntityOptions,
    type EntitySpec,
    type Fields,
    type IndexFields,
    type IndexOptions,
    type Indexes,
    type KeyFields,
    type KeyLayout,
    type Upgrade,
} from './entity/entity';
export type {
    Change,
    CompactOptions,
    CompactProgress,
    CounterState,
    EntityState,
    PutOptions,
    RowQuery,
    RawVersion,
    RichStateQuery,
    RowVersion,
    StateOf,
    UpgradeOptions,
    UpgradeProgress,
} from './state/entity-state';
export type {
    AnyCounter,
    AnyEntity,
    BareName,
    CheckedNames,
    DataOf,
    DeclaredNames,
    EntityIndexes,
    EntityKey,
    FieldNames,
    IndexList,
    IndexNames,
    KeyList,
    KeyOf,
    LeadingValues,
    PatchOf,
    RangeOf,
    RowOf,
    Valid,
    ValuesOnly,
    WhereOf,
} from './entity/entity-types';
export { Page } from './state/page';
export type { Serializer, Serializers } from './serializers/serializer';
export type { Class } from './evidence/class';
export type { EnumObject, EnumValue, TypeOf, TypeSpec } from './evidence/type-spec';
