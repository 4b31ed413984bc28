import { type Command, Option } from 'heddle/command';
import type { OutputForm } from './call-options';
import { addConnectionOptions, type ConnectionOptions } from './connection-options';

/** The options of `heddle state`. */
export interface StateOptions extends ConnectionOptions {
    readonly collection?: string;
    readonly json?: boolean;
    /** Of `get`. */
    readonly output?: OutputForm;
    /** Of `ls`. */
    readonly limit?: string;
}

/** The options of `heddle snapshot` and `heddle revert`. */
export interface SnapshotOptions extends ConnectionOptions {
    readonly list?: boolean;
    readonly delete?: string;
    readonly json?: boolean;
}

/** Adds what says where keys are, and how they are written. */
export function addStateOptions(command: Command): Command {
    command
        .option('--collection <name>', 'private data of this collection; with --msp-id, as that peer has it')
        .option('--json', 'a line of JSON for each key or version');
    return addConnectionOptions(command);
}

/** How the value of a key is written. */
export function addValueOptions(command: Command): Command {
    return command.addOption(
        new Option('--output <form>', 'of the value; default: its bytes, or readable text on a terminal').choices([
            'raw',
            'json',
        ]),
    );
}
