import type { Command } from 'heddle/command';
import { addConnectionOptions, type ConnectionOptions } from './connection-options';

/** The options of `heddle events`. */
export interface EventOptions extends ConnectionOptions {
    readonly fromBlock?: string;
    readonly after?: string;
    readonly checkpoint?: string;
    readonly count?: string;
}

/** Adds where events begin and end. */
export function addEventOptions(command: Command): Command {
    command
        .option('--from-block <number>', 'the first block whose events are printed; default: the next one')
        .option('--after <transaction id>', 'begin after the event of this transaction')
        .option('--checkpoint <file>', 'begin where this file says, and keep it up to date')
        .option('--count <number>', 'end when so many events were printed; default: never');
    return addConnectionOptions(command);
}
