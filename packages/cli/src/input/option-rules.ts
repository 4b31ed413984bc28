import type { Command } from 'commander';
import { ConfigurationError } from '../reporting/command-error';
import { readCommandLine } from './command-line';

/** When something that was given has no effect: without any of some options, or with one of others. */
export interface OptionRule {
    /** By their long names; an argument as `the argument <name>`. */
    readonly options: readonly string[];
    /** One of these has to be given as well. */
    readonly needs?: readonly string[];
    /** None of these may be given. */
    readonly without?: readonly string[];
    /** What to do instead. Default: to give what is needed, or to leave one of them out. */
    readonly remedy?: string;
}

/**
 * Has a command refuse what would have no effect, before it does anything: an option is given to be relied on.
 *
 * The command throws ConfigurationError, with the option and what it has no effect with, or without.
 */
export function addOptionRules(command: Command, rules: readonly OptionRule[]): Command {
    return command.hook('preAction', (_, acting) => {
        // A hook holds for the commands below, too, which have rules of their own.
        if (acting === command) refuseIdle(givenTo(command), rules);
    });
}

/** What was given, by the names of options. */
type Given = Pick<ReadonlySet<string>, 'has'>;

/** @throws ConfigurationError for the first rule that what was given breaks */
export function refuseIdle(given: Given, rules: readonly OptionRule[]): void {
    for (const { options, needs, without = [], remedy } of rules) {
        const option = options.find((name) => given.has(name));
        if (option === undefined) continue;
        const other = without.find((name) => given.has(name));
        if (other !== undefined) throw idleOption(option, `with ${other}`, remedy ?? 'leave one of them out');
        if (needs?.some((name) => given.has(name)) !== false) continue;
        throw idleOption(option, `without ${needs.join(' or ')}`, remedy ?? `give that too, or leave ${option} out`);
    }
}

/** What was said on the command line of a command: variables hold for many, and are not meant for this one. */
function givenTo(command: Command): ReadonlySet<string> {
    const words = command.registeredArguments.map((argument, index) => {
        const value: unknown = command.processedArgs[index];
        const isGiven = Array.isArray(value) ? value.length > 0 : value !== undefined;
        return isGiven ? `the argument <${argument.name()}>` : undefined;
    });
    return new Set([...readCommandLine(command).keys(), ...words.filter((word) => word !== undefined)]);
}

/**
 * What to say of an option that has no effect where no rule can tell: what it would work with is no option.
 * @param how `with the page of heddle dev`
 */
export function idleOption(option: string, how: string, remedy: string): ConfigurationError {
    return new ConfigurationError(`${option} has no effect ${how}: ${remedy}`);
}
