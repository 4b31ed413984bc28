/** What Heddle's other packages share and users do not need: it may change with every release. */
export { bundledTransformers, KEEP_EXTERNAL } from './evidence/bundled-copies';
export { declaredBy } from './calls/contract-plan';
export type { Declared } from './context/declared';
export { isOfStandardDecorator, legacySetting } from './evidence/standard-decorators';
export type { CounterPlan, EntityPlan, StatePlan } from './state/entity-plan';
export { entriesOf, type IndexEntry } from './state/index-entries';
export { statePlanOf } from './state/state-plan-of';
