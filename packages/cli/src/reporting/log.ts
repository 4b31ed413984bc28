import { createRequire } from 'node:module';
import type * as core from '@heddle/core';
import type { Logger, LogLevel } from '@heddle/core';
import { toReadableLine } from './readable-line';

/** The least level that is logged; at `silent` nothing is. */
export type LogThreshold = LogLevel | 'silent';

/**
 * Makes the command's logger. It writes to standard error, since standard output is for what a command prints: one JSON
 * object a line, or readable lines where a person watches.
 */
export function createLog(threshold: LogThreshold): Logger {
    // Not for those who log nothing: it is half of the chaincode's side.
    const { createLogger } = createRequire(__filename)('@heddle/core') as typeof core;
    const write = (line: string): boolean => process.stderr.write(line);
    return createLogger(threshold, process.stderr.isTTY ? (line): boolean => write(toReadableLine(line)) : write);
}
