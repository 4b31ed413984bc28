/** What Heddle's other packages share and users do not need: it may change with every release. */
export { isMarked, mark } from '@heddle/protocol/internal';
export { toError } from './errors';
export { showNameOnly } from './inspection';
export { refuseWrite } from './stub/ledger-access';
export { nameTransaction, refuseSecondEvent, watchWrites } from './transaction-name';
export { keysOfValue } from './value-origin';
export { warn, type WarningDetails } from './warnings/warn';
export { type WarningNote, Warnings, type WarningsOptions } from './warnings/warnings';
