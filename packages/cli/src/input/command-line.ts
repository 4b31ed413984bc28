import { type Command, Option } from 'commander';
import type { CommandLine, Setting } from './environment';

/** Adds the options of settings to a command, so that its help shows option, variables, and what holds without them. */
export function addSettings(command: Command, settings: Readonly<Record<string, Setting>>): Command {
    for (const { flags, variables, description, fallback, repeats } of Object.values(settings)) {
        const [variable, ...aliases] = variables;
        const also = aliases.length === 0 ? '' : `; also ${aliases.join(', ')}`;
        const option = new Option(flags, `${description}${also}`).env(variable);
        if (repeats === true) option.argParser(join);
        command.addOption(fallback === undefined ? option : option.default(fallback));
    }
    return command;
}

function join(value: string, before: string | undefined): string {
    return before === undefined ? value : `${before},${value}`;
}

/** The options that were given; variables and defaults are left to Environment, which knows which of several variables counts. */
export function readCommandLine(command: Command): CommandLine {
    const given = command.options.filter((option) => isGiven(option, command));
    return new Map(
        given.map((option) => [option.long ?? option.flags, String(command.getOptionValue(option.attributeName()))]),
    );
}

/** `--strict` and `--no-strict` have one value, by which one of them was given. */
function isGiven(option: Option, command: Command): boolean {
    const name = option.attributeName();
    if (command.getOptionValueSource(name) !== 'cli') return false;
    return option.negate === (command.getOptionValue(name) === false);
}
