import type { Logger } from '@heddle/core';
import { Command } from 'commander';
import { resolveChaincodeSource } from '../chaincodes/chaincode-source';
import { CHAINCODES_SETTINGS } from '../chaincodes/chaincodes-options';
import { Reloader } from '../chaincodes/reloader';
import { addSettings, readCommandLine } from '../input/command-line';
import { type CommandLine, Environment } from '../input/environment';
import { TLS_FAMILIES_HELP } from '../input/tls-families';
import { createOperations } from '../operations/create-operations';
import { openJournal } from '../recording/journal';
import type { ExitCode } from '../reporting/command-error';
import { letYoungGenerationGrow, settleHeap } from '../serving/heap-growth';
import { addIgnoredOptions, noteIgnored } from '../serving/ignored-options';
import type { ProcessHost } from '../serving/process-host';
import { SERVER_SETTINGS } from '../serving/server-options';
import { flushSpans } from '../tracing/flush-spans';

/** Makes `heddle server`, which runs the contracts of a package as an external service. */
export function createServerCommand(host: ProcessHost, finish: (exitCode: ExitCode) => void): Command {
    const command = new Command('server').description('Serve the contracts of a package; peers connect to it.');
    addSettings(addSettings(command, SERVER_SETTINGS), CHAINCODES_SETTINGS);
    addIgnoredOptions(command).addHelpText('after', `\n${TLS_FAMILIES_HELP}`);
    return command.action(async () => {
        finish(await runServer(readCommandLine(command), host));
    });
}

/** Serves until the process is told to end. What it needs is loaded here and not before, so that `--help` is quick. */
async function runServer(commandLine: CommandLine, host: ProcessHost): Promise<ExitCode> {
    settleHeap();
    const environment = new Environment(commandLine, host.variables);
    const { settings, source } = resolveChaincodeSource(environment);
    const desired = source.read();
    const { createLog } = await import('../reporting/log.js');
    const logger = createLog(settings.logLevel);
    for (const { level, text } of [...environment.notes, ...noteIgnored(commandLine)]) logger[level]({}, text);
    const { ChaincodeHost } = await import('@heddle/core');
    const { ServedChaincodes } = await import('../chaincodes/served-chaincodes.js');
    const ownLogger = host.supervisor === undefined ? logger : withoutInfo(logger);
    const journal = await openJournal(settings.journal, ownLogger);
    const operations = await createOperations(settings, ownLogger, journal);
    const keepalive = { timeMs: settings.keepaliveTimeMs, timeoutMs: settings.keepaliveTimeoutMs };
    const served = new ChaincodeHost({ logger: ownLogger, keepalive, limits: settings.limits });
    const chaincodes = new ServedChaincodes({ host: served, settings, logger, operations, journal });
    await host.supervisor?.tell({ heddle: 'loading' });
    const prepared = await chaincodes.prepareFirst(desired);
    const reloader = new Reloader({ source, chaincodes, logger: ownLogger });
    const ended = host.serve({
        logger: ownLogger,
        graceMs: settings.graceMs,
        reload: source.isInFiles ? reloader.reload : undefined,
        close: async (options) => {
            reloader.close();
            operations?.enter('closing');
            await served.close(options);
            await Promise.all([operations?.close(), journal?.close(), flushSpans(settings.tracing)]);
        },
    });
    await operations?.listen(served);
    for (const one of prepared) {
        const address = await chaincodes.add(one);
        await host.supervisor?.tell({ heddle: 'listening', address, metadata: one.metadata });
    }
    operations?.enter('serving');
    letYoungGenerationGrow();
    reloader.start();
    return await ended;
}

/** That it listens, loses a stream or ends is for the supervisor to tell; what contracts log goes another way. */
function withoutInfo(logger: Logger): Logger {
    return { ...logger, info: () => undefined };
}
