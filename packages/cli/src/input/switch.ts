import { ConfigurationError } from '../reporting/command-error';
import type { Environment, Sayable } from './environment';

/**
 * Finds out whether something is on; undefined if nobody says. Capital letters do not matter: Helm's charts and Python write
 * `True`.
 *
 * @throws ConfigurationError if it is neither true nor false
 */
export function findSwitch(environment: Environment, setting: Sayable): boolean | undefined {
    const given = environment.find(setting);
    if (given === undefined) return undefined;
    const value = given.value.toLowerCase();
    if (value === 'true' || value === 'false') return value === 'true';
    const option = setting.flags === undefined ? '' : `, or give ${setting.flags}`;
    const remedy = `set the variable ${setting.variables[0]} to true or false${option}`;
    throw new ConfigurationError(`${given.source} is ${JSON.stringify(given.value)}, which is neither: ${remedy}`);
}

/** As `findSwitch`; off if nobody says. */
export function resolveSwitch(environment: Environment, setting: Sayable): boolean {
    return findSwitch(environment, setting) ?? false;
}
