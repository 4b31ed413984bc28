export { CertificateAuthority, type IssueOptions } from './certificate-authority';
export { DebuggerClient, type Pause } from './debugger-client';
export { HeddleProcess, type HeddleOptions, type LogLine } from './heddle-process';
export { type CommandLineFunction, type EndedCommandLine, runCommandLines } from './run-command-lines';
export { createSelfSigned, type SelfSigned } from './self-signed';
export { TemporaryFolder } from './temporary-folder';
export { withoutPackage } from './without-package';
