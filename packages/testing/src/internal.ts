/** What Heddle's other packages share and users do not need: it may change with every release. */
export type { RecordedCall } from './call-recorder';
export { otherMachine } from './perturb/machine';
export { type ProcessWatching, type RunReport, watchProcess } from './process-watch';
