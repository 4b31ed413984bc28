export { digestOfFolder } from './code-digest';
export { JournalError } from './format/journal-error';
export { FORMAT_VERSION, type SegmentHeader, type SessionHeader } from './format/layout';
export { readJournal, type ReadJournalOptions, type ReadSegmentNote } from './reading/read-journal';
export type { RecordedEnd, RecordedFrame, RecordedSession, RecordedTransaction } from './reading/recorded-transaction';
export { exportTransactions } from './writing/export-transactions';
export type { JournalOptions, KeptTransactions, PrivatePart } from './writing/journal-options';
export type { JournalTap } from './writing/journal-tap';
export { JournalWriter } from './writing/journal-writer';
