/** What the test kit loads where HEDDLE_TRACE is set: users do not import it. */
export { traceNetwork } from './studio/trace/network-trace';
