import { addOptionRules, addSettings, type Command, LOG_LEVEL, Option, type OptionRule } from 'heddle/command';
import { addConnectionOptions, type ConnectionOptions } from './connection-options';

/** The options of `heddle generate client`. */
export interface GenerateClientOptions extends ConnectionOptions {
    readonly out?: string;
    readonly check?: boolean;
    readonly force?: boolean;
    readonly build: boolean;
    readonly int64: 'bigint' | 'number';
}

const RULES: readonly OptionRule[] = [
    { options: ['--check', '--force'], needs: ['--out'] },
    { options: ['--force'], without: ['--check'] },
];

/**
 * Adds of what the client is made, and where it goes.
 * @param forms in which the contracts are named
 */
export function addGenerateOptions(command: Command, forms: string): Command {
    command
        .argument('[source]', `${forms}; default: the package of contracts here`)
        .option('-o, --out <file>', 'the file to write; default: standard output')
        .option('--check', 'write nothing: exit with 1 if the file is not what would be written')
        .option('--force', 'replace a file that was not generated')
        .option('--no-build', 'take a folder as it is built already')
        .addOption(
            new Option('--int64 <type>', 'of integers of 64 bits in JSON, as Go and Java have them')
                .choices(['bigint', 'number'])
                .default('bigint'),
        );
    addSettings(addOptionRules(command, RULES), { logLevel: LOG_LEVEL });
    return addConnectionOptions(command);
}
