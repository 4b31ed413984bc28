import {
    addOptionRules,
    addSettings,
    Command,
    DEVELOPER_COMMANDS,
    Environment,
    type ExitCode,
    LOG_LEVEL,
    MODULE_PATH,
    openTerminal,
    type OptionRule,
    type ProcessHost,
    readCommandLine,
    resolveLogLevel,
    resolveModulePath,
} from 'heddle/command';
import type { DebugOptions } from '../input/debug-options';

const RULES: readonly OptionRule[] = [{ options: ['--break'], without: ['--operations'] }];

/** Makes `heddle debug`, which runs a recorded transaction again. */
export function createDebugCommand(host: ProcessHost, finish: (exitCode: ExitCode) => void): Command {
    const { variables } = host;
    const command = new Command('debug')
        .description(DEVELOPER_COMMANDS.debug)
        .argument('<txid>', 'the transaction: the first characters of its id')
        .option('--journal <folder>', 'where it is recorded; default: .heddle/journal of the package')
        .option('--break', 'wait for a debugger, and have it stop in the first line of the function')
        .option('--run <number>', 'which run, where the journal has several of it, from 1; default: the last')
        .option('--operations', 'print what was recorded, and run nothing');
    addSettings(addOptionRules(command, RULES), { modulePath: MODULE_PATH, logLevel: LOG_LEVEL });
    return command.action(async (txId: string, options: DebugOptions) => {
        const environment = new Environment(readCommandLine(command), variables);
        const { debugTransaction } = await import('../replaying/debug-transaction.js');
        const { terminal, ...rest } = { terminal: openTerminal(variables), logLevel: resolveLogLevel(environment) };
        finish(await debugTransaction(txId, options, { folder: resolveModulePath(environment), terminal, ...rest }));
    });
}
