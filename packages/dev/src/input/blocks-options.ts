import { addOptionRules, type Command, type OptionRule } from 'heddle/command';
import { addConnectionOptions, type ConnectionOptions } from './connection-options';

/** The options of `heddle blocks fetch`. */
export interface BlocksOptions extends ConnectionOptions {
    readonly from?: string;
    readonly to?: string;
    readonly private?: boolean;
}

const RULES: readonly OptionRule[] = [
    {
        options: ['--chaincode'],
        without: ['the argument <folder>'],
        remedy: 'they are those of the whole channel, so leave it out; heddle replay takes it',
    },
];

/** Adds which blocks are fetched. */
export function addBlocksOptions(command: Command): Command {
    command
        .option('--from <block>', 'the first block; default: what the folder does not have yet')
        .option('--to <block>', 'the last block; default: the newest that there is now')
        .option('--private', 'with the private data that the user may have and the peer still has');
    return addOptionRules(addConnectionOptions(command), RULES);
}
