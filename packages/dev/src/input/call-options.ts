import { type Command, Option } from 'heddle/command';
import { addConnectionOptions, type ConnectionOptions } from './connection-options';

/** How a result is written; by default as suits its reader, a person or a program. */
export type OutputForm = 'raw' | 'json';

/** The options of a command that calls a function of a chaincode. */
export interface CallOptions extends ConnectionOptions {
    readonly contract?: string;
    readonly transient?: readonly string[];
    readonly endorsingOrg?: readonly string[];
    readonly output?: OutputForm;
}

/** Adds the function, its arguments and what else a call has. */
export function addCallOptions(command: Command): Command {
    command
        .argument('<function>', 'the function to call; contract:function if the chaincode has several contracts')
        .argument('[arguments...]', 'its arguments; @file is the content of a file, and @@ begins a text with @')
        .option('--contract <name>', 'the contract that has the function')
        .option(
            '--transient <key=value>',
            'data that is not recorded; key=@file is a file; {"key":"base64"} as for peer; may be repeated',
            collect,
        )
        .option('--endorsing-org <mspId>', 'only peers of this organization are asked; may be repeated', collect)
        .addOption(
            new Option('--output <form>', 'of the result; default: its bytes, or readable text on a terminal').choices([
                'raw',
                'json',
            ]),
        );
    return addConnectionOptions(command);
}

function collect(value: string, before: readonly string[] = []): string[] {
    return [...before, value];
}
