import { addSettings, type Command, LOG_LEVEL, Option } from 'heddle/command';
import { addConnectionOptions, type ConnectionOptions } from './connection-options';

/** The options of `heddle generate client`. */
export interface GenerateClientOptions extends ConnectionOptions {
    readonly out?: string;
    readonly check?: boolean;
    readonly force?: boolean;
    readonly int64: 'bigint' | 'number';
}

/** Adds of what the client is made, and where it goes. */
export function addGenerateOptions(command: Command): Command {
    command
        .argument('[source]', 'a folder with contracts, or a file with metadata; default: the package')
        .option('-o, --out <file>', 'the file to write; default: standard output')
        .option('--check', 'write nothing: exit with 1 if the file is not what would be written')
        .option('--force', 'replace a file that was not generated')
        .addOption(
            new Option('--int64 <type>', 'of integers of 64 bits in JSON, as Go and Java have them')
                .choices(['bigint', 'number'])
                .default('bigint'),
        );
    addSettings(command, { logLevel: LOG_LEVEL });
    return addConnectionOptions(command);
}
