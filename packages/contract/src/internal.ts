/** What Heddle's other packages share and users do not need: it may change with every release. */
export {
    CLASSIC_LAYER,
    type ClassicArity,
    type ClassicLayer,
    type ClassicParameter,
    type ClassicParameterSchema,
    type ClassicSchema,
    type ClassicSchemas,
    type ClassicSerializer,
    type ClassicSerializerClass,
    type ClassicTransaction,
    type ClassicValue,
    type SchemaCheck,
} from './compat/classic-layer';
export { bundledTransformers, KEEP_EXTERNAL } from './evidence/bundled-copies';
export { fieldAccepts } from './arguments/field-accepts';
export { declaredBy, plannedTransactions, type TransactionPlan } from './calls/contract-plan';
export { type BrokenInvariant, checkInvariants, invariantsOf } from './contract-chaincode';
export type { Declared } from './context/declared';
export { isOfStandardDecorator, legacySetting } from './evidence/standard-decorators';
export { requirementOf, type Requirement } from './evidence/requirement';
export { parametersOf, type SourceParameter } from './evidence/method-source';
export type { Schema } from './metadata/schema';
export type { CounterPlan, EntityPlan, StatePlan } from './entity/entity-plan';
export { entriesOf, type IndexEntry } from './entity/index-entries';
export { statePlanOf } from './entity/state-plan-of';
export type { ValidationMetadata } from './value-types/validation-metadata';
export type { ClassShape, Field, ValueType } from './value-types/value-type';
export { renewedChaincode } from './renewed-chaincode';
