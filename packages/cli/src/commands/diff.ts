import { Command } from 'commander';
import { addSettings, readCommandLine } from '../input/command-line';
import { Environment } from '../input/environment';
import { LOG_LEVEL, resolveLogLevel } from '../input/log-level';
import type { ExitCode } from '../reporting/command-error';
import { openTerminal } from '../reporting/terminal';
import type { ProcessHost } from '../serving/process-host';

/** Makes `heddle diff`, which tells what a newer version of contracts breaks. */
export function createDiffCommand(host: ProcessHost, finish: (exitCode: ExitCode) => void): Command {
    const command = new Command('diff')
        .description('Compare two versions of contracts: what breaks clients or rows, what needs a step, what is fine.')
        .argument('<old>', 'a file with metadata, or a folder with a built contract')
        .argument('<new>', 'the same of the newer version')
        .option('--json', 'print JSON');
    addSettings(command, { logLevel: LOG_LEVEL });
    return command.action(async (old: string, young: string, { json }: { readonly json?: boolean }) => {
        const { createLog } = await import('../reporting/log.js');
        const logger = createLog(resolveLogLevel(new Environment(readCommandLine(command), host.variables)));
        const { readOperand } = await import('../comparing/read-operand.js');
        const { compareDocuments } = await import('../comparing/compare-documents.js');
        const { showChanges } = await import('../comparing/show-changes.js');
        const changes = compareDocuments(await readOperand(old, logger), await readOperand(young, logger));
        if (json === true) process.stdout.write(`${JSON.stringify({ changes }, undefined, 4)}\n`);
        else showChanges(changes, openTerminal(host.variables));
        if (changes.some(({ level }) => level === 'breaking')) finish(1);
    });
}
