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
import type { MatrixOptions } from '../matrix/variants';

const RULES: readonly OptionRule[] = [{ options: ['--download'], needs: ['--node'] }];

/** Makes `heddle matrix`, which runs recorded calls under other versions of Node, variables and limits. */
export function createMatrixCommand(host: ProcessHost, finish: (exitCode: ExitCode) => void): Command {
    const command = new Command('matrix')
        .description(DEVELOPER_COMMANDS.matrix)
        .argument('[command...]', 'behind --: a test run whose calls are recorded and run again')
        .option('--calls <file>', "recorded calls, as of TestNetwork.start's option record")
        .option('--node <versions>', 'versions of Node with commas between them, the first to compare with')
        .option('--node-path <file>', 'a binary of Node; may be repeated', collect)
        .option('--download', 'have npx download versions of Node that are not at hand')
        .option('--env <variable=value>', 'run the calls with this variable; may be repeated', collect)
        .option('--stack <kilobytes>', 'run the calls with a stack of this size')
        .option('--heap <megabytes>', 'run the calls with a heap of this size')
        .option('--held <megabytes>', 'run the calls with so much in memory besides')
        .option('--machine <name>', 'run the calls on what looks like a machine of this name')
        .option('--cwd <folder>', 'run the calls with this current folder')
        .option('--moved', 'run the calls with a copy of the package in another place')
        .option('--gc', 'run the calls with all garbage collected before each')
        .option('--engine', 'run the calls as another engine may: Math, sort, texts of JSON.parse')
        .option('--flag <flag>', 'run the calls with this flag of Node; may be repeated', collect)
        .option('--all', 'run the calls with all of these, in another zone and two other locales');
    addSettings(addOptionRules(command, RULES), { modulePath: MODULE_PATH });
    return command.action(async (words: readonly string[], options: MatrixOptions) => {
        const environment = new Environment(readCommandLine(command), host.variables);
        const { runMatrix } = await import('../matrix/run-matrix.js');
        const folder = resolveModulePath(environment);
        const { variables } = host;
        finish(await runMatrix({ options, command: words, folder, variables, signal: host.interruption() }));
    });
}

function collect(value: string, before: readonly string[] = []): string[] {
    return [...before, value];
}
