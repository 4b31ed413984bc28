import { type Command, CommanderError } from 'commander';
import { ConfigurationError } from './reporting/command-error';
import { letYoungGenerationGrow } from './serving/heap-growth';

/**
 * Runs the command of a program that the arguments name. Help and version go to standard output.
 *
 * @param args what follows `heddle` on the command line
 * @throws ConfigurationError if the arguments, or what they lead to, cannot work
 */
export async function runCommandLine(program: Command, args: readonly string[]): Promise<void> {
    for (const command of withCommandsBelow(program)) command.exitOverride().configureOutput(QUIET);
    program.hook('preAction', letYoungGenerationGrow);
    try {
        await program.parseAsync(args, { from: 'user' });
    } catch (error) {
        if (!(error instanceof CommanderError)) throw error;
        if (error.exitCode !== 0) throw misspelt(error, helpOf(program, args));
    }
}

function withCommandsBelow(command: Command): Command[] {
    return [command, ...command.commands.flatMap(withCommandsBelow)];
}

/** The caller tells of mistakes. */
const QUIET = { writeErr: (): void => undefined };

/** The command line that helps with the command that arguments begin with: `heddle state ls --help`. */
function helpOf(program: Command, args: readonly string[]): string {
    const names = [program.name()];
    let command: Command | undefined = program;
    for (const arg of args) {
        command = command.commands.find((one) => one.name() === arg);
        if (command === undefined) break;
        names.push(arg);
    }
    return `${names.join(' ')} --help`;
}

/** `error: unknown option '--foo'\n(Did you mean --for?)` as a sentence. */
function misspelt({ code, message }: CommanderError, help: string): ConfigurationError {
    if (code === 'commander.help') return new ConfigurationError(`no command is given: "${help}" lists them`);
    const what = message
        .replace(/^error: /, '')
        .replace(/\.?(\n|$)/g, ' ')
        .trim();
    return new ConfigurationError(`${what}: "${help}" lists what there is`);
}
