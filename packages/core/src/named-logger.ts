import { format } from 'node:util';
import { createLogger, type Logger, type LogLevel } from './logger';

/** A logger for the author of a chaincode: `log.info('moved %s', id)`, as fabric-shim's `newLogger` gave it. */
export interface NamedLogger {
    debug(message: unknown, ...values: unknown[]): void;
    info(message: unknown, ...values: unknown[]): void;
    warn(message: unknown, ...values: unknown[]): void;
    error(message: unknown, ...values: unknown[]): void;
}

/** Fabric's names of levels, which stand in CORE_CHAINCODE_LOGGING_LEVEL. */
const LEVELS: Readonly<Record<string, LogLevel>> = {
    CRITICAL: 'error',
    ERROR: 'error',
    WARNING: 'warn',
    WARN: 'warn',
    INFO: 'info',
    DEBUG: 'debug',
};

/** Makes the logger that CORE_CHAINCODE_LOGGING_LEVEL asks for; `info` where it says nothing that is known. */
export function createLoggerFromEnvironment(environment: NodeJS.ProcessEnv = process.env): Logger {
    return createLogger(LEVELS[environment['CORE_CHAINCODE_LOGGING_LEVEL']?.toUpperCase() ?? ''] ?? 'info');
}

/**
 * Makes a logger whose lines carry this name. Values are put into the message as by `util.format`, and only where the
 * level is on.
 */
export function newLogger(name: string = 'shim', logger: Logger = createLoggerFromEnvironment()): NamedLogger {
    const logAt =
        (level: LogLevel) =>
        (message: unknown, ...values: unknown[]): void => {
            if (logger.isLevelEnabled(level)) logger[level]({ name }, format(message, ...values));
        };
    return { debug: logAt('debug'), info: logAt('info'), warn: logAt('warn'), error: logAt('error') };
}
