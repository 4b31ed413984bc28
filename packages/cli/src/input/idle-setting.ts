import { ConfigurationError } from '../reporting/command-error';
import type { Environment, Sayable } from './environment';

/**
 * Refuses an option that has no effect; a variable, which may be there for other commands, is only warned of.
 *
 * @param why `nothing is recorded`
 * @param remedy `set --journal as well`
 * @throws ConfigurationError if one of the settings is given on the command line
 */
export function refuseIdleSettings(
    environment: Environment,
    settings: readonly Sayable[],
    { why, remedy }: { readonly why: string; readonly remedy: string },
): void {
    for (const setting of settings) {
        const given = environment.find(setting);
        if (given === undefined) continue;
        const text = `${given.source} has no effect, as ${why}: ${remedy}, or leave it out`;
        if (given.source.startsWith('--')) throw new ConfigurationError(text);
        environment.note('warn', text);
    }
}
