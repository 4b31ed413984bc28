import {
    Command,
    DEVELOPER_COMMANDS,
    Environment,
    type ExitCode,
    type ProcessHost,
    readCommandLine,
    resolveModulePath,
} from 'heddle/command';
import { addConnectionOptions } from '../input/connection-options';
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
        .option('--block-ms <ms>', 'ends a block after this time, in place of --block; or when all clients wait')
        .option('--scenario <file>', 'a module that exports what the n-th call is')
        .option('--fuzz', 'calls of the fuzzer, even if the module has a scenario')
        .option('--connection <file>', 'on a network: a connection profile, or dev for the one of heddle dev')
        .option('--calls <number>', 'how many calls; default: 600, without --seconds')
        .option('--seconds <number>', 'ends after this time')
        .option('--seed <number>', 'what all choices follow from; default: 1')
        .option('--fail-conflicts <share>', 'exit code 1 where more than this share is lost, such as 10%');
    addConnectionOptions(command);
    return command.action(async (options: LoadCommandOptions) => {
        const commandLine = readCommandLine(command);
        const folder = resolveModulePath(new Environment(commandLine, host.variables));
        const { runLoad } = await import('../proving/run-load.js');
        finish(
            await runLoad({ options, commandLine, folder }, { variables: host.variables, signal: host.interruption() }),
        );
    });
}
