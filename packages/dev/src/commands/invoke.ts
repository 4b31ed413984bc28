import { Command, DEVELOPER_COMMANDS, type ProcessHost, readCommandLine } from 'heddle/command';
import { addCallOptions, type CallOptions } from '../input/call-options';

/** Makes `heddle invoke`, which submits a transaction and waits until it is committed. */
export function createInvokeCommand({ variables }: ProcessHost): Command {
    const command = addCallOptions(new Command('invoke').description(DEVELOPER_COMMANDS.invoke));
    return command.action(async (name: string, args: string[], options: CallOptions) => {
        const { runInvoke } = await import('../client/run-invoke.js');
        await runInvoke({
            name,
            args,
            options,
            commandLine: readCommandLine(command),
            variables,
        });
    });
}
