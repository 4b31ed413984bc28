import { Command } from 'commander';
import { addCallOptions, type CallOptions } from '../input/call-options';
import { readCommandLine } from '../input/command-line';
import type { Host } from '../serving/host';

/** Makes `heddle query`, which evaluates a transaction on a peer and records nothing. */
export function createQueryCommand({ variables }: Host): Command {
    const command = addCallOptions(new Command('query').description('Evaluate a transaction, and print its result.'));
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
