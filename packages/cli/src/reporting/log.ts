import { createLogger, type Logger } from '@heddle/core';
import type { LogLevel } from '../input/log-level';
import { toReadableLine } from './readable-line';

/**
 * Makes the command's logger. It writes to standard error, since standard output is for what a command prints: one JSON
 * object a line, or readable lines where a person watches.
 */
export function createLog(level: LogLevel): Logger {
    const write = (line: string): boolean => process.stderr.write(line);
    return createLogger(level, process.stderr.isTTY ? (line): boolean => write(toReadableLine(line)) : write);
}
