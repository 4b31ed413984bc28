export { compareOutcomes, differencesOf, type Difference, type Outcome } from './differences';
export { ExpectedChanges, parseExpectedChanges, type ExpectedChange } from './report/expected-changes';
export { differenceLines, ReplayReport, type ReplayReportOptions } from './report/replay-report';
export { VERDICT_KINDS, type ReplayedTransaction, type UncomparedKind, type Verdict } from './verdict';
export { BlockFileError, readBlockFiles } from './blocks/block-files';
export { BlockFolder } from './blocks/block-folder';
export {
    replayHistory,
    type HistoryCode,
    type HistoryReplayOptions,
    type HistoryStep,
} from './blocks/history-replay';
