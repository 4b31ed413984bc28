/** What Heddle's other packages share and users do not need: it may change with every release. */
export type { RecordedExchange } from './chaincode/call-recorder';
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
    authorsLine,
    type ProcessWatching,
    reportedChaincode,
    type RunReport,
    type ToldViolation,
    trapMachine,
    watchProcess,
} from './chaincode/process-watch';
export { OTHER_SYSTEM } from './perturb/other-system';
