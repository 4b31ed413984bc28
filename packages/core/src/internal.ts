/** What Heddle's other packages share and users do not need: it may change with every release. */
export {
    compareKeys,
    decodeKeyPart,
    encodeKeyPart,
    foldEvents,
    type JsonEvent,
    orderedKeyRange,
    type KeyPartBounds,
    type KeyPartKind,
    type KeyPartValue,
    type KeyRange,
} from '@heddle/protocol';
export { type CreateFrameTap, type FrameTap, type Tapped, type TappedSession, withFrameTap } from './session/frame-tap';
export { endsAtSeparator, isMarked, mark, splitKey } from '@heddle/protocol/internal';
export { toError } from './errors';
export { guardedLogger } from './guarded-logger';
export { showNameOnly } from './inspection';
export { refuseWrite } from './stub/ledger-access';
export {
    keepStubWrites,
    LEDGER_VIEW,
    ledgerViewOf,
    type CalledOperation,
    type LedgerCall,
    type LedgerKey,
    type LedgerPage,
    type LedgerRange,
    type LedgerRows,
    type LedgerSelection,
    type LedgerView,
    type LedgerWrite,
    type LedgerWriteKind,
    type WriteOrigin,
} from './stub/ledger-view';
export { fullNameOf, NAME_OF, type NameOf, namesOfCalls } from './transaction-name';
export {
    deferWrites,
    EMIT_EVENT,
    emitEvent,
    keysOfValue,
    nameTransaction,
    noteFailureCode,
    refuseSecondEvent,
    reverseAnswers,
    watchAnswers,
    watchWrites,
} from './stub/hidden-calls';
export { FIRST_FAILURE_STATUS } from './transaction/failure-status';
export type { EventContent } from './transaction/transaction-event';
export type { AskedRead } from './transaction/watched-answers';
export { flushSpans } from './tracing/open-telemetry';
export { resolveTracing, type ResolvedTracing } from './tracing/tracing-options';
export { attributesOf, TransactionTracer } from './tracing/transaction-tracer';
export { warn, type WarningDetails } from './warnings/warn';
export { type WarningNote, Warnings, type WarningsOptions } from './warnings/warnings';
