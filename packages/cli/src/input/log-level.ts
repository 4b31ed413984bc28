import { ConfigurationError } from '../reporting/command-error';
import type { LogThreshold } from '../reporting/log';
import { type Environment, nameOf, type Setting } from './environment';

/** Nothing is critical: what would be ends the process, with its own words. Fabric's names (fabric, docs/source/logging-control.rst, and the `chaincode.logging` of core.yaml). */
const LEVELS: Readonly<Record<string, LogThreshold>> = {
    CRITICAL: 'silent',
    ERROR: 'error',
    WARNING: 'warn',
    INFO: 'info',
    DEBUG: 'debug',
};

/** How much is logged; every command that logs takes it. */
export const LOG_LEVEL: Setting = {
    flags: '--log-level <level>',
    variables: ['CORE_CHAINCODE_LOGGING_LEVEL'],
    description: `least level that is logged: ${Object.keys(LEVELS).join(', ')}`,
    fallback: 'INFO',
};

/** @throws ConfigurationError if the level has no such name */
export function resolveLogLevel(environment: Environment): LogThreshold {
    const given = environment.find(LOG_LEVEL);
    if (given === undefined) return 'info';
    const level = Object.entries(LEVELS).find(([name]) => name === given.value.toUpperCase())?.[1];
    if (level !== undefined) return level;
    const names = Object.keys(LEVELS).join(', ');
    throw new ConfigurationError(
        `${given.source} is ${JSON.stringify(given.value)}, which is not a level: set ${nameOf(LOG_LEVEL)} to one of ${names}`,
    );
}
