import type { Chaincode, ChaincodeClientOptions, HostObserver, Logger } from '@heddle/core';
import type { CreateFrameTap } from '@heddle/core/internal';
import { Command } from 'commander';
import { CLIENT_SETTINGS } from '../dialling/client-options';
import type { ClientSettings } from '../dialling/client-settings';
import type { PeerLink } from '../dialling/peer-link';
import { addSettings, readCommandLine } from '../input/command-line';
import { type CommandLine, Environment } from '../input/environment';
import { createOperations } from '../operations/create-operations';
import { openJournal } from '../recording/journal';
import { CommandError, type ExitCode } from '../reporting/command-error';
import { letYoungGenerationGrow, settleHeap } from '../serving/heap-growth';
import { addIgnoredOptions, noteIgnored } from '../serving/ignored-options';
import type { ProcessHost } from '../serving/process-host';
import { workerOptions } from '../serving/workers';
import { flushSpans } from '../tracing/flush-spans';

/** Makes `heddle start`, which runs the contracts of a package by dialling a peer. */
export function createStartCommand(host: ProcessHost, finish: (exitCode: ExitCode) => void): Command {
    const command = new Command('start').description(
        'Dial a peer and run the contracts of a package for it: chaincode that peers launch, and their development mode.',
    );
    addIgnoredOptions(addSettings(command, CLIENT_SETTINGS));
    return command.action(async () => {
        finish(await runStart(readCommandLine(command), host));
    });
}

/** Runs until the stream ends, or the process is told to. What it needs is loaded here, so that `--help` is quick. */
async function runStart(commandLine: CommandLine, host: ProcessHost): Promise<ExitCode> {
    settleHeap();
    const environment = new Environment(commandLine, host.variables);
    const { resolveClientSettings } = await import('../dialling/client-settings.js');
    const settings = resolveClientSettings(environment);
    const { createLog } = await import('../reporting/log.js');
    const logger = createLog(settings.logLevel);
    for (const { level, text } of [...environment.notes, ...noteIgnored(commandLine)]) logger[level]({}, text);
    const journal = await openJournal(settings.journal, logger);
    const operations = await createOperations(settings, logger, journal);
    const { ChaincodeError } = await import('@heddle/core');
    try {
        const link = await createLink(settings, logger, {
            observer: operations?.observe(settings.packageId),
            createTap: journal?.tapFor(settings.modulePath),
        });
        const ended = host.serve({
            logger,
            graceMs: settings.graceMs,
            close: async (options) => {
                operations?.enter('closing');
                await link.close(options);
                await operations?.close();
            },
        });
        await operations?.listen(link);
        operations?.enter('serving');
        letYoungGenerationGrow();
        // After close, `ended` says when the process may end, and with which code.
        return await Promise.race([ended, link.run().then(() => (link.isClosed ? ended : 0))]);
    } catch (error) {
        if (!ChaincodeError.is(error)) throw error;
        throw new CommandError(error.code === 'INVALID_OPTIONS' ? 2 : 1, error.message, { cause: error });
    } finally {
        await Promise.all([journal?.close(), flushSpans(settings.tracing)]);
    }
}

/** Who is told of what happens on the stream. */
interface Watching {
    readonly observer: HostObserver | undefined;
    readonly createTap: CreateFrameTap | undefined;
}

async function createLink(
    settings: ClientSettings,
    logger: Logger,
    { observer, createTap }: Watching,
): Promise<PeerLink> {
    const { loadChaincode } = await import('../loading/load-chaincode.js');
    const { chaincode } = await loadChaincode(settings.modulePath, logger, settings.contracts);
    const { checkLimitedFunctions } = await import('../chaincodes/check-limited-functions.js');
    checkLimitedFunctions(settings.limits, [chaincode]);
    const { ChaincodeClient } = await import('@heddle/core');
    const { withFrameTap } = await import('@heddle/core/internal');
    const { PeerLink } = await import('../dialling/peer-link.js');
    const { withLoggedArguments } = await import('../loading/logged-arguments.js');
    const logged = withLoggedArguments(chaincode, settings.contracts, logger);
    const options = withFrameTap({ ...toClientOptions(settings, chaincode, logger), observer }, createTap);
    return new PeerLink({
        createClient: () => new ChaincodeClient(logged, options),
        reconnect: settings.reconnect,
        logger,
    });
}

function toClientOptions(settings: ClientSettings, chaincode: Chaincode, logger: Logger): ChaincodeClientOptions {
    const { packageId, address, tls, mspId, registrationTimeoutMs, transactionTimeoutMs, limits, silencedWarnings } =
        settings;
    const keepalive = { timeMs: settings.keepaliveTimeMs, timeoutMs: settings.keepaliveTimeoutMs };
    const workers = workerOptions(settings, chaincode);
    const times = { registrationTimeoutMs, transactionTimeoutMs };
    const { tracing } = settings;
    return { packageId, address, tls, mspId, keepalive, ...times, limits, silencedWarnings, workers, tracing, logger };
}
