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
export { declaredBy } from './calls/contract-plan';
export type { Declared } from './context/declared';
export { isOfStandardDecorator, legacySetting } from './evidence/standard-decorators';
export { parametersOf, type SourceParameter } from './evidence/method-source';
export { DESCRIPTIONS_VERSION } from './metadata/descriptions';
export type { Schema } from './metadata/schema';
export type { CounterPlan, EntityPlan, StatePlan } from './state/entity-plan';
export { entriesOf, type IndexEntry } from './state/index-entries';
export { statePlanOf } from './state/state-plan-of';
export { renewedChaincode } from './renewed-chaincode';
