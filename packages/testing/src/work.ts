import './supported-node';

export type { BlockCall, FuzzOptions, Invariant, LedgerView, StateChange } from './fuzz/fuzz-options';
export { type HotKey } from './load/conflict-tracker';
export { COST_VARIABLE } from './cost/cost-recorder';
export {
    costsOf,
    type MeetingPair,
    meetingPairs,
    type Spread,
    type TransactionCost,
    warningsOf,
} from './cost/cost-report';
export {
    type CostSnapshot,
    type Growth,
    growths,
    snapshotOf,
    snapshotText,
    unknownTransactions,
} from './cost/cost-snapshot';
export { costTable, growthLines, meetingText } from './cost/cost-text';
export { load, type LoadOptions, type LoadReport, type ScenarioCall } from './load/load';
export { loadText } from './load/load-text';
export { type Measure, type SampledLine, type TransactionSample } from './cost/transaction-sample';
export { type Hazard } from './cost/stub-order';
export { readSamples } from './cost/read-samples';
export { encodeArguments, encodeTransient } from './clients/encode-call';
export { BlockTracker } from './load/block-tracker';
export { type Percentiles, percentiles } from './load/percentiles';
