import { Command, DEVELOPER_COMMANDS, type ProcessHost, readCommandLine } from 'heddle/command';
import { addCallOptions, type CallOptions } from '../input/call-options';

/** Makes `heddle query`, which evaluates a transaction on a peer and records nothing. */
export function createQueryCommand({ variables }: ProcessHost): Command {
    const command = addCallOptions(new Command('query').description(DEVELOPER_COMMANDS.query));
    return command.action(async (name: string, args: string[], options: CallOptions) => {
        const { runQuery } = await import('../client/run-query.js');
        await runQuery({
            name,
            args,
            options,
            commandLine: readCommandLine(command),
            variables,
        });
    });
}
