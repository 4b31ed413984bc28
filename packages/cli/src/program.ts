import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { createDevCommand } from './commands/dev';
import { createDoctorCommand } from './commands/doctor';
import { createEventsCommand } from './commands/events';
import { createInvokeCommand } from './commands/invoke';
import { createMetadataCommand } from './commands/metadata';
import { createPackageCommand } from './commands/package';
import { createQueryCommand } from './commands/query';
import { createServerCommand } from './commands/server';
import { createStartCommand } from './commands/start';
import { ConfigurationError, type ExitCode } from './reporting/command-error';
import type { Host } from './serving/host';

/**
 * Runs the command that the arguments name. Help and version go to standard output.
 *
 * @param args what follows `heddle` on the command line
 * @throws ConfigurationError where the arguments, or what they lead to, cannot work
 */
export async function runProgram(args: readonly string[], host: Host): Promise<ExitCode> {
    let exitCode: ExitCode = 0;
    const program = new Command('heddle')
        .description('Serves smart contracts for Hyperledger Fabric as an external service.')
        .version(readVersion(), '-v, --version')
        .helpCommand(false);
    const finish = (code: ExitCode): void => {
        exitCode = code;
    };
    program
        .addCommand(createServerCommand(host, finish))
        .addCommand(createDevCommand(host, finish))
        .addCommand(createStartCommand(host, finish))
        .addCommand(createMetadataCommand(host))
        .addCommand(createPackageCommand(host, finish))
        .addCommand(createDoctorCommand(host, finish))
        .addCommand(createInvokeCommand(host))
        .addCommand(createQueryCommand(host))
        .addCommand(createEventsCommand(host));
    for (const command of withCommandsBelow(program)) command.exitOverride().configureOutput(QUIET);
    try {
        await program.parseAsync(args, { from: 'user' });
    } catch (error) {
        if (!(error instanceof CommanderError)) throw error;
        if (error.exitCode !== 0) throw misspelt(error);
    }
    return exitCode;
}

function withCommandsBelow(command: Command): Command[] {
    return [command, ...command.commands.flatMap(withCommandsBelow)];
}

/** Mistakes are told by whoever called. */
const QUIET = { writeErr: (): void => undefined };

/** `error: unknown option '--foo'\n(Did you mean --for?)` as a sentence. */
function misspelt({ code, message }: CommanderError): ConfigurationError {
    if (code === 'commander.help') return new ConfigurationError('no command is given: "heddle --help" lists them');
    const what = message
        .replace(/^error: /, '')
        .replace(/\.?(\n|$)/g, ' ')
        .trim();
    return new ConfigurationError(`${what}: --help lists what there is`);
}

function readVersion(): string {
    const manifest = readFileSync(join(__dirname, '..', 'package.json'), 'utf8');
    return (JSON.parse(manifest) as { version: string }).version;
}
