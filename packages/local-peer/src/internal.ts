/** What Heddle's other packages share and users do not need: it may change with every release. */
export { passMillisecond } from './endorse/pass-millisecond';
export { createSimulatedIdentity } from './identity/simulated-identity';
export {
    compareOutcomes,
    describeDifferences,
    type Difference,
    differencesOf,
    linesOf,
    type RunNotes,
} from './endorse/result-differences';
export { readBlock } from './ledger-reader';
export { readableKey } from './records/readable-key';
export { readableValue } from './records/readable-value';
export {
    keyRequest,
    LEDGER_SERVICE,
    markReply,
    markRequest,
    marksReply,
    rangeRequest,
    revertReply,
    stateEntry,
    stateReply,
} from './tooling/ledger-messages';
