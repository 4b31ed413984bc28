import { Command } from 'commander';
import { createCollectionsCommand } from './commands/collections';
import { createDocsCommand } from './commands/docs';
import { createDoctorCommand } from './commands/doctor';
import { createExplainCommand } from './commands/explain';
import { createJournalCommand } from './commands/journal';
import { createMetadataCommand } from './commands/metadata';
import { createPackageCommand } from './commands/package';
import { createRouterCommand } from './commands/router';
import { createServerCommand } from './commands/server';
import { createStartCommand } from './commands/start';
import { DEVELOPER_COMMANDS, isDeveloperCommand } from './developing/developer-commands';
import {
    DEVELOPER_PACKAGE,
    findDeveloperPackage,
    INSTALL_LINE,
    loadDeveloperCommands,
} from './developing/developer-package';
import type { ExitCode } from './reporting/command-error';
import { runCommandLine } from './run-command-line';
import type { ProcessHost } from './serving/process-host';
import { VERSION } from './version';

/**
 * Runs the command that the arguments name. Help and version go to standard output.
 *
 * @param args what follows `heddle` on the command line
 * @throws CommandError with exit code 2 if the arguments, or what they lead to, cannot work
 */
export async function runProgram(args: readonly string[], host: ProcessHost): Promise<ExitCode> {
    if (isDeveloperCommand(args[0])) return loadDeveloperCommands(args, host.variables).run(args, host);
    let exitCode: ExitCode = 0;
    const program = createProgram(host, (code) => {
        exitCode = code;
    });
    program.commandsGroup(developerHeading(host));
    for (const [name, description] of Object.entries(DEVELOPER_COMMANDS)) {
        program.addCommand(new Command(name).description(description));
    }
    await runCommandLine(program, args);
    return exitCode;
}

function createProgram(host: ProcessHost, finish: (exitCode: ExitCode) => void): Command {
    return new Command('heddle')
        .description('Serves smart contracts for Hyperledger Fabric as an external service.')
        .version(VERSION, '-v, --version')
        .helpCommand(false)
        .addCommand(createServerCommand(host, finish))
        .addCommand(createRouterCommand(host, finish))
        .addCommand(createStartCommand(host, finish))
        .addCommand(createMetadataCommand(host))
        .addCommand(createPackageCommand(host, finish))
        .addCommand(createCollectionsCommand(host))
        .addCommand(createDoctorCommand(host, finish))
        .addCommand(createJournalCommand())
        .addCommand(createExplainCommand(host))
        .addCommand(createDocsCommand(host));
}

/** What the help says above the commands of the other package; a mismatch of versions is told by the commands. */
function developerHeading({ variables }: ProcessHost): string {
    const isInstalled = findDeveloperPackage([], variables) !== undefined;
    return `Commands of ${DEVELOPER_PACKAGE}${isInstalled ? '' : ` (not installed: ${INSTALL_LINE})`}:`;
}
