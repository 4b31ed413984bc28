export { compareOutcomes, differencesOf, type Difference, type Outcome } from './differences';
export { ExpectedChanges, parseExpectedChanges, type ExpectedChange } from './report/expected-changes';
export { differenceLines, ReplayReport, type ReplayReportOptions } from './report/replay-report';
export { VERDICT_KINDS, type ReplayedTransaction, type UncomparedKind, type Verdict } from './verdict';
export { aboutTransaction, describeCall, functionOf, timeOf, type RecordedCall } from './journal/about-transaction';
export { judge, whyNotPlayed } from './journal/judge';
export {
    isAsked,
    JournalRunner,
    replayJournalOf,
    toReplayed,
    type JournalCode,
    type JournalFilter,
    type JournalReplayOptions,
    type JournalRunOptions,
} from './journal/journal-replay';
export type { OnOperation, PlayedRun, Stop } from './journal/played-session';
export { TransactionPlayer, type TransactionPlayerOptions } from './journal/transaction-player';
export type { Operation } from './recorded/operation';
export { recordedRun, type Run } from './recorded/run';
export { BlockFileError, hasBlockFiles, readBlockFiles } from './blocks/block-files';
export { BlockFolder } from './blocks/block-folder';
export { replayHistory, type HistoryCode, type HistoryReplayOptions, type HistoryStep } from './blocks/history-replay';
