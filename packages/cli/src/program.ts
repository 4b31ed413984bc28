import { Command } from 'commander';
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
    const program = await createProgram(args, host, (code) => {
        exitCode = code;
    });
    await runCommandLine(program, args);
    return exitCode;
}

type CreateCommand = (host: ProcessHost, finish: (exitCode: ExitCode) => void) => Command;

/** The commands in the order of the help. Each is loaded when it is wanted: a server needs no other. */
const COMMANDS: Readonly<Record<string, () => Promise<CreateCommand>>> = {
    server: async () => (await import('./commands/server.js')).createServerCommand,
    router: async () => (await import('./commands/router.js')).createRouterCommand,
    start: async () => (await import('./commands/start.js')).createStartCommand,
    metadata: async () => (await import('./commands/metadata.js')).createMetadataCommand,
    package: async () => (await import('./commands/package.js')).createPackageCommand,
    collections: async () => (await import('./commands/collections.js')).createCollectionsCommand,
    doctor: async () => (await import('./commands/doctor.js')).createDoctorCommand,
    journal: async () => (await import('./commands/journal.js')).createJournalCommand,
    explain: async () => (await import('./commands/explain.js')).createExplainCommand,
    docs: async () => (await import('./commands/docs.js')).createDocsCommand,
};

/** Makes the program with the command that is named, or with all of them where none is, for its help. */
async function createProgram(
    [name = '']: readonly string[],
    host: ProcessHost,
    finish: (exitCode: ExitCode) => void,
): Promise<Command> {
    const program = new Command('heddle')
        .description('Serves smart contracts for Hyperledger Fabric as an external service.')
        .version(VERSION, '-v, --version')
        .helpCommand(false);
    const isNamed = Object.hasOwn(COMMANDS, name);
    for (const [known, load] of Object.entries(COMMANDS)) {
        if (!isNamed || known === name) program.addCommand((await load())(host, finish));
    }
    return isNamed ? program : withDeveloperCommands(program, host);
}

function withDeveloperCommands(program: Command, host: ProcessHost): Command {
    program.commandsGroup(developerHeading(host));
    for (const [name, description] of Object.entries(DEVELOPER_COMMANDS)) {
        program.addCommand(new Command(name).description(description));
    }
    return program;
}

/** What the help says above the commands of the other package; a mismatch of versions is told by the commands. */
function developerHeading({ variables }: ProcessHost): string {
    const isInstalled = findDeveloperPackage([], variables) !== undefined;
    return `Commands of ${DEVELOPER_PACKAGE}${isInstalled ? '' : ` (not installed: ${INSTALL_LINE})`}:`;
}
