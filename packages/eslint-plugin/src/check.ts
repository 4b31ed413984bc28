export { runCheck, type CheckOptions, type CheckOutcome } from './check/run';
