import { Argument, Command } from 'commander';
import { addSettings, readCommandLine } from '../input/command-line';
import { type CommandLine, Environment } from '../input/environment';
import { LOG_LEVEL, resolveLogLevel } from '../input/log-level';
import { MODULE_PATH, resolveModulePath } from '../input/module-path';
import { addOptionRules, type OptionRule } from '../input/option-rules';
import { ConfigurationError } from '../reporting/command-error';
import { writeNamedFile } from '../reporting/write-named-file';
import type { ProcessHost } from '../serving/process-host';

const RULES: readonly OptionRule[] = [{ options: ['--file'], without: ['--write-descriptions'] }];

/** Makes `heddle metadata`, which describes the contracts of a package as `org.hyperledger.fabric:GetMetadata` does. */
export function createMetadataCommand(host: ProcessHost): Command {
    const command = new Command('metadata')
        .description('Print what clients can know about the contracts of a package, as JSON.')
        .addArgument(new Argument('[action]', 'may be left out').choices(['generate']))
        .option('-f, --file <file>', 'write to this file and print nothing')
        .option('--write-descriptions', 'only keep what doc comments say in META-INF/descriptions.json, for servers');
    addSettings(command, { modulePath: MODULE_PATH, logLevel: LOG_LEVEL });
    return addOptionRules(command, RULES).action(async () => {
        await printMetadata(readCommandLine(command), host);
    });
}

async function printMetadata(commandLine: CommandLine, { variables }: ProcessHost): Promise<void> {
    const environment = new Environment(commandLine, variables);
    const folder = resolveModulePath(environment);
    const { findDescriptions, keepDescriptions } = await import('../developing/doc-comments.js');
    const commented = { folder, variables };
    if (commandLine.get('--write-descriptions') !== undefined) {
        await keepDescriptions(commented);
        return;
    }
    const { createLog } = await import('../reporting/log.js');
    const logger = createLog(resolveLogLevel(environment));
    const { loadChaincode } = await import('../loading/load-chaincode.js');
    const descriptions = await findDescriptions(commented, logger);
    const { metadata, file } = await loadChaincode(folder, logger, { descriptions });
    if (metadata === undefined) {
        throw new ConfigurationError(
            `${file} exports a chaincode, which has no metadata: export contracts to have some`,
        );
    }
    const text = `${JSON.stringify(metadata, undefined, 4)}\n`;
    const target = commandLine.get('--file');
    if (target === undefined) process.stdout.write(text);
    else writeNamedFile('--file', target, text);
}
