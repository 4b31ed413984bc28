/** What Heddle's other packages share and users do not need: it may change with every release. */
export type { RecordedCall } from './call-recorder';
export { otherMachine } from './perturb/machine';
export type {
    NetworkTrace,
    TakenTrace,
    TracedNetwork,
    TracedTest,
    TracedUser,
    TracePackage,
} from './tracing/trace-package';
export {
    answerInvariants,
    type ProcessWatching,
    type RunReport,
    type ToldViolation,
    watchProcess,
} from './process-watch';
