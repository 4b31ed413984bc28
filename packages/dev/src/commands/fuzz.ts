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
import type { FuzzCommandOptions } from '../proving/run-fuzz';

/** Makes `heddle fuzz`, which calls the transactions of a package with values of their own types. */
export function createFuzzCommand(host: ProcessHost, finish: (exitCode: ExitCode) => void): Command {
    const command = new Command('fuzz')
        .description(DEVELOPER_COMMANDS.fuzz)
        .option('--file <file>', 'a module with network and options; default: fuzz.config.js, else the contracts alone')
        .option('--runs <number>', 'runs from the beginning; default: as many as the time allows')
        .option('--depth <number>', 'calls in a run; default: 50')
        .option('--seed <number>', 'what all choices follow from; default: a random one, which is printed')
        .option('--seconds <number>', 'ends after this time; default: 60, without --runs')
        .option('--workers <number>', 'processes, each with a seed of its own; default: 2');
    addSettings(command, { modulePath: MODULE_PATH });
    return command.action(async (options: FuzzCommandOptions) => {
        const folder = resolveModulePath(new Environment(readCommandLine(command), host.variables));
        const { runFuzz } = await import('../proving/run-fuzz.js');
        finish(await runFuzz(options, folder, { variables: host.variables, signal: host.interruption() }));
    });
}
