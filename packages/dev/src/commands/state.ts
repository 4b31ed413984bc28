import { Command, DEVELOPER_COMMANDS, type ProcessHost, readCommandLine } from 'heddle/command';
import { addStateOptions, addValueOptions, type StateOptions } from '../input/ledger-options';
import type { StateRequest } from '../ledger/run-state';

/** Makes `heddle state`, which shows what the ledger of `heddle dev` has. */
export function createStateCommand({ variables }: ProcessHost): Command {
    const request = (command: Command, options: StateOptions): StateRequest => ({
        options,
        commandLine: readCommandLine(command),
        variables,
    });
    const ls = addStateOptions(
        new Command('ls')
            .description('Print keys with their values.')
            .argument('[words...]', 'what keys begin with, or the type and first parts of composite keys; default: all')
            .option('--limit <number>', 'end after so many keys; default: never'),
    ).action(async (words: string[], options: StateOptions) => {
        const { runStateLs } = await import('../ledger/run-state.js');
        await runStateLs(words, request(ls, options));
    });
    const get = addStateOptions(addValueOptions(keyArguments('get', 'Print the value of a key.'))).action(
        async (key: string, parts: string[], options: StateOptions) => {
            const { runStateGet } = await import('../ledger/run-state.js');
            await runStateGet([key, ...parts], request(get, options));
        },
    );
    const history = addStateOptions(keyArguments('history', 'Print the versions of a key, the newest first.')).action(
        async (key: string, parts: string[], options: StateOptions) => {
            const { runStateHistory } = await import('../ledger/run-state.js');
            await runStateHistory([key, ...parts], request(history, options));
        },
    );
    return new Command('state')
        .description(DEVELOPER_COMMANDS.state)
        .helpCommand(false)
        .addCommand(ls)
        .addCommand(get)
        .addCommand(history);
}

function keyArguments(name: string, description: string): Command {
    return new Command(name)
        .description(description)
        .argument('<key>', 'the key, or the type of a composite one')
        .argument('[parts...]', 'the parts of a composite key');
}
