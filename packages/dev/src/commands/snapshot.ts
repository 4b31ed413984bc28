import {
    addOptionRules,
    Command,
    DEVELOPER_COMMANDS,
    type OptionRule,
    type ProcessHost,
    readCommandLine,
} from 'heddle/command';
import { addConnectionOptions } from '../input/connection-options';
import type { SnapshotOptions } from '../input/ledger-options';

const RULES: readonly OptionRule[] = [
    { options: ['the argument <name>'], without: ['--list', '--delete'] },
    { options: ['--delete'], without: ['--list'] },
    { options: ['--json'], needs: ['--list'] },
];

/** Makes `heddle snapshot`, which marks a state of the ledger of `heddle dev` to come back to. */
export function createSnapshotCommand({ variables }: ProcessHost): Command {
    const command = new Command('snapshot')
        .description(DEVELOPER_COMMANDS.snapshot)
        .argument('[name]', 'what it is called; default: the next number')
        .option('--list', 'print the snapshots that there are, the oldest first')
        .option('--json', 'a line of JSON for each of them')
        .option('--delete <name>', 'forget a snapshot');
    addConnectionOptions(addOptionRules(command, RULES));
    return command.action(async (name: string | undefined, options: SnapshotOptions) => {
        const { runSnapshot, runSnapshotDelete, runSnapshotList } = await import('../ledger/run-snapshot.js');
        const request = { options, commandLine: readCommandLine(command), variables };
        if (options.list === true) await runSnapshotList(request);
        else if (options.delete !== undefined) await runSnapshotDelete(options.delete, request);
        else await runSnapshot(name, request);
    });
}
