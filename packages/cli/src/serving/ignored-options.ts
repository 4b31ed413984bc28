import { type Command, Option } from 'commander';
import { type CommandLine, type Note, optionOf } from '../input/environment';
import { IGNORED_OPTIONS } from './server-options';

/** Lets a command take options that have no effect. */
export function addIgnoredOptions(command: Command): Command {
    for (const { flags, why } of IGNORED_OPTIONS) {
        command.addOption(new Option(flags, `accepted for existing scripts, without effect: ${why}`));
    }
    return command;
}

/** Tells which of them were given. */
export function noteIgnored(commandLine: CommandLine): Note[] {
    return IGNORED_OPTIONS.filter(({ flags }) => commandLine.has(optionOf({ flags }))).map(({ flags, why }) => ({
        level: 'warn',
        text: `${optionOf({ flags })} has no effect: ${why}`,
    }));
}
