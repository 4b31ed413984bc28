import {
    addSettings,
    Command,
    ConfigurationError,
    createLog,
    DEVELOPER_COMMANDS,
    Environment,
    type ExitCode,
    LOG_LEVEL,
    openTerminal,
    type ProcessHost,
    readCommandLine,
    resolveLogLevel,
} from 'heddle/command';
import { addConnectionOptions, type ConnectionOptions } from '../input/connection-options';
import { refuseIdleOptions } from '../input/operand-options';
import { FORMS, isSameOperand, type Operand, parseOperand } from '../operands/operand';

interface DiffOptions extends ConnectionOptions {
    readonly json?: boolean;
    readonly build: boolean;
}

/** Makes `heddle diff`, which tells what a newer version of contracts breaks. */
export function createDiffCommand(host: ProcessHost, finish: (exitCode: ExitCode) => void): Command {
    const { variables } = host;
    const command = new Command('diff')
        .description(DEVELOPER_COMMANDS.diff)
        .argument('<old>', FORMS)
        .argument('<new>', 'the same of the newer version')
        .option('--json', 'print JSON')
        .option('--no-build', 'take folders as they are built already');
    addSettings(command, { logLevel: LOG_LEVEL });
    addConnectionOptions(command);
    return command.action(async (old: string, young: string, options: DiffOptions) => {
        const commandLine = readCommandLine(command);
        const logger = createLog(resolveLogLevel(new Environment(commandLine, variables)));
        const operands = [parseOperand(old), parseOperand(young)] as const;
        refuseSame(operands);
        refuseIdleOptions(operands, commandLine, ['--module-path']);
        const { readContractDocument } = await import('../comparing/contract-document.js');
        const { readOperand } = await import('../operands/read-operand.js');
        const request = {
            logger,
            build: options.build,
            interruption: () => host.interruption(),
            connection: { commandLine, variables, options },
        };
        const [before, after] = [await readOperand(operands[0], request), await readOperand(operands[1], request)];
        const { compareDocuments } = await import('../comparing/compare-documents.js');
        const { showChanges } = await import('../comparing/show-changes.js');
        const changes = compareDocuments(readContractDocument(before, old), readContractDocument(after, young));
        if (options.json === true) process.stdout.write(`${JSON.stringify({ changes }, undefined, 4)}\n`);
        else showChanges(changes, openTerminal(variables));
        if (changes.some(({ level }) => level === 'breaking')) finish(1);
    });
}

function refuseSame([old, young]: readonly [Operand, Operand]): void {
    if (!isSameOperand(old, young)) return;
    throw new ConfigurationError(
        `both operands are ${old.given}: give the older version first, such as what "heddle metadata" printed at its release`,
    );
}
