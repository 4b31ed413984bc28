import { Command } from 'commander';
import { addCallOptions, type CallOptions } from '../input/call-options';
import { readCommandLine } from '../input/command-line';
import type { Host } from '../serving/host';

/** Makes `heddle invoke`, which submits a transaction and waits until it is committed. */
export function createInvokeCommand({ variables }: Host): Command {
    const command = addCallOptions(new Command('invoke').description('Submit a transaction, and print its result.'));
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
