import {
    addOptionRules,
    addSettings,
    Command,
    DEVELOPER_COMMANDS,
    Environment,
    type ExitCode,
    MODULE_PATH,
    type OptionRule,
    type ProcessHost,
    readCommandLine,
    resolveModulePath,
} from 'heddle/command';
import type { CostCommandOptions } from '../proving/run-cost';

const RULES: readonly OptionRule[] = [
    { options: ['--update'], without: ['--check'] },
    { options: ['--tolerance'], needs: ['--check'] },
    {
        options: ['--config', '--seed', '--runs'],
        without: ['the argument <command>'],
        remedy: 'it works with calls of the fuzzer, so leave it out, or what is behind --',
    },
];

/** Makes `heddle cost`, which reports what transactions read, write and wait for. */
export function createCostCommand(host: ProcessHost, finish: (exitCode: ExitCode) => void): Command {
    const command = new Command('cost')
        .description(DEVELOPER_COMMANDS.cost)
        .argument('[command...]', 'behind --: a test run whose transactions are counted; default: calls of the fuzzer')
        .option('--file <file>', 'the snapshot; default: costs.json')
        .option('--check', 'compare with the snapshot: exit code 1 where something has grown')
        .option('--update', 'write the snapshot')
        .option('--tolerance <share>', 'by how much a number may grow, such as 5%; default: not at all')
        .option('--config <file>', 'a module as of heddle fuzz, for calls of the fuzzer')
        .option('--seed <number>', 'what calls of the fuzzer follow from; default: 1')
        .option('--runs <number>', 'runs of the fuzzer; default: 10');
    addSettings(addOptionRules(command, RULES), { modulePath: MODULE_PATH });
    return command.action(async (words: readonly string[], options: CostCommandOptions) => {
        const folder = resolveModulePath(new Environment(readCommandLine(command), host.variables));
        const { runCost } = await import('../proving/run-cost.js');
        const proof = { variables: host.variables, signal: host.interruption() };
        finish(await runCost({ options, command: words, folder }, proof));
    });
}
