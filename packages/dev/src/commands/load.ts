import {
    addSettings,
    Command,
    DEVELOPER_COMMANDS,
    Environment,
    type ExitCode,
    MODULE_PATH,
    type ProcessHost,
    readCommandLine,
    resolveModulePath,
} from 'heddle/command';
import type { LoadCommandOptions } from '../proving/run-load';

/** Makes `heddle load`, which has clients submit side by side, and shows where they lose each other. */
export function createLoadCommand(host: ProcessHost, finish: (exitCode: ExitCode) => void): Command {
    const command = new Command('load')
        .description(DEVELOPER_COMMANDS.load)
        .option(
            '--file <file>',
            'a module with network, options and scenario; default: fuzz.config.js, else calls of the fuzzer',
        )
        .option('--clients <number>', 'transactions that are under way at once; default: 10')
        .option('--block <number>', 'transactions in a block; default: 10')
        .option('--calls <number>', 'how many calls; default: 600, without --seconds')
        .option('--seconds <number>', 'ends after this time')
        .option('--seed <number>', 'what all choices follow from; default: 1')
        .option('--fail-conflicts <share>', 'exit code 1 where more than this share is lost, such as 10%');
    addSettings(command, { modulePath: MODULE_PATH });
    return command.action(async (options: LoadCommandOptions) => {
        const folder = resolveModulePath(new Environment(readCommandLine(command), host.variables));
        const { runLoad } = await import('../proving/run-load.js');
        finish(await runLoad(options, folder, { variables: host.variables, signal: host.interruption() }));
    });
}
