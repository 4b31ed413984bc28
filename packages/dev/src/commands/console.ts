import { Command, DEVELOPER_COMMANDS, type ProcessHost, readCommandLine } from 'heddle/command';
import { addConnectionOptions, type ConnectionOptions } from '../input/connection-options';
import { createInvokeCommand } from './invoke';
import { createQueryCommand } from './query';
import { createRevertCommand } from './revert';
import { createSnapshotCommand } from './snapshot';
import { createStateCommand } from './state';

/** Makes `heddle console`, which runs commands line by line on one network. */
export function createConsoleCommand(host: ProcessHost): Command {
    const command = new Command('console').description(DEVELOPER_COMMANDS.console);
    addConnectionOptions(command);
    return command.action(async (options: ConnectionOptions) => {
        const { runConsole } = await import('../console/run-console.js');
        await runConsole({
            options,
            commandLine: readCommandLine(command),
            variables: host.variables,
            createProgram: () =>
                new Command('heddle')
                    .helpCommand(false)
                    .addCommand(createInvokeCommand(host))
                    .addCommand(createQueryCommand(host))
                    .addCommand(createStateCommand(host))
                    .addCommand(createSnapshotCommand(host))
                    .addCommand(createRevertCommand(host)),
        });
    });
}
