// What packages that add commands to `heddle` share with it: the form of commands, options, errors and output. It is
// there for @heddle/dev alone, which has the same version, and may change with each of them.
export { Command, Option } from 'commander';
export { VARIABLES_OF_ONE_SERVER } from './chaincodes/variables-of-one-server';
export { DEVELOPER_COMMANDS, type DeveloperCommands } from './developing/developer-commands';
export { addSettings, readCommandLine } from './input/command-line';
export { Environment, nameOf, optionOf, type CommandLine, type Given, type Setting } from './input/environment';
export { LOG_LEVEL, resolveLogLevel } from './input/log-level';
export { MODULE_PATH, resolveModulePath } from './input/module-path';
export { readManifest, type PackageManifest } from './input/package-entry';
export { readGivenFile } from './input/read-file';
export { LAUNCHER, LOADED_BEFORE_PACKAGE } from './launcher';
export { parseDialledAddress } from './packaging/check-address';
export { checkCollections } from './packaging/check-collections';
export { declaredModelOf } from './packaging/declared-model';
export { certificatesIn, privateKeyIn } from './packaging/pem-text';
export { closest } from './reading/closest';
export { CommandError, ConfigurationError, type ExitCode } from './reporting/command-error';
export { sentenceOf } from './reporting/finding';
export { toReadableLine } from './reporting/readable-line';
export { reasonOf } from './reporting/reason-of';
export { openTerminal, paint, type Terminal, type Style } from './reporting/terminal';
export { toPrintable } from './reporting/to-printable';
export { writeOutput } from './reporting/write-output';
export { runCommandLine } from './run-command-line';
export type { ProcessHost } from './serving/process-host';
export { SUPERVISED_VARIABLE, type SupervisedMessage } from './serving/supervisor';
