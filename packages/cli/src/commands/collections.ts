import { Command } from 'commander';
import { addSettings, readCommandLine } from '../input/command-line';
import { Environment } from '../input/environment';
import { LOG_LEVEL, resolveLogLevel } from '../input/log-level';
import { MODULE_PATH, resolveModulePath } from '../input/module-path';
import { writeNamedFile } from '../reporting/write-named-file';
import type { ProcessHost } from '../serving/process-host';

interface CollectionsOptions {
    readonly members?: readonly string[];
    readonly file?: string;
}

/** Makes `heddle collections`, which makes the collection file of what contracts declare. */
export function createCollectionsCommand(host: ProcessHost): Command {
    const command = new Command('collections')
        .description('Print the collections that contracts declare, as approve and commit take them.')
        .option(
            '--members <collection=msp,…>',
            'members of a collection, in place of those that it declares; may be given several times',
            (text: string, before: readonly string[] | undefined) => [...(before ?? []), text],
        )
        .option('-f, --file <file>', 'write to this file and print nothing');
    addSettings(command, { modulePath: MODULE_PATH, logLevel: LOG_LEVEL });
    return command.action(async (options: CollectionsOptions) => {
        const environment = new Environment(readCommandLine(command), host.variables);
        await printCollections(options, environment);
    });
}

async function printCollections({ members = [], file }: CollectionsOptions, environment: Environment): Promise<void> {
    const { createLog } = await import('../reporting/log.js');
    const { loadChaincode } = await import('../loading/load-chaincode.js');
    const { declaredModelOf } = await import('../packaging/declared-model.js');
    const { collectionDefinitions, collectionFile, parseMembers } = await import('../packaging/collection-file.js');
    const logger = createLog(resolveLogLevel(environment));
    const { metadata } = await loadChaincode(resolveModulePath(environment), logger);
    const text = collectionFile(collectionDefinitions(declaredModelOf(metadata), parseMembers(members)));
    if (file === undefined) process.stdout.write(text);
    else writeNamedFile('--file', file, text);
}
