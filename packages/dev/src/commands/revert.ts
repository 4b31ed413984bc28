import { Command, DEVELOPER_COMMANDS, type ProcessHost, readCommandLine } from 'heddle/command';
import { addConnectionOptions } from '../input/connection-options';
import type { SnapshotOptions } from '../input/ledger-options';

/** Makes `heddle revert`, which has the ledger of `heddle dev` go back to a snapshot. */
export function createRevertCommand({ variables }: ProcessHost): Command {
    const command = new Command('revert')
        .description(DEVELOPER_COMMANDS.revert)
        .argument('[name]', 'the snapshot; default: the newest');
    addConnectionOptions(command);
    return command.action(async (name: string | undefined, options: SnapshotOptions) => {
        const { runRevert } = await import('../ledger/run-snapshot.js');
        await runRevert(name, { options, commandLine: readCommandLine(command), variables });
    });
}
