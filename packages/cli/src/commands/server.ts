import { Command, Option } from 'commander';
import { addSettings, readCommandLine } from '../input/command-line';
import type { Chaincode, ChaincodeServerOptions, Logger } from '@heddle/core';
import { CommandError, type ExitCode } from '../reporting/command-error';
import { Environment, optionOf, type CommandLine, type Note } from '../input/environment';
import type { Host } from '../serving/host';
import { IGNORED_OPTIONS, SERVER_SETTINGS } from '../serving/server-options';
import { workerOptions } from '../serving/workers';
import { resolveServerSettings, type ServerSettings } from '../serving/server-settings';

/** Makes `heddle server`, which runs the contracts of a package as an external service. */
export function createServerCommand(host: Host, finish: (exitCode: ExitCode) => void): Command {
    const command = new Command('server').description('Serve the contracts of a package; peers connect to it.');
    addSettings(command, SERVER_SETTINGS);
    for (const { flags, why } of IGNORED_OPTIONS) {
        command.addOption(new Option(flags, `taken for the sake of existing scripts, without effect: ${why}`));
    }
    return command.action(async () => {
        finish(await runServer(readCommandLine(command), host));
    });
}

/** Serves until the process is told to end. What it needs is loaded here and not before: `--help` needs none of it. */
async function runServer(commandLine: CommandLine, host: Host): Promise<ExitCode> {
    const environment = new Environment(commandLine, host.variables);
    const settings = resolveServerSettings(environment);
    const { createLog } = await import('../reporting/log.js');
    const logger = createLog(settings.logLevel);
    for (const { level, text } of [...environment.notes, ...noteIgnored(commandLine)]) logger[level]({}, text);
    const { loadChaincode } = await import('../loading/load-chaincode.js');
    const { chaincode } = await loadChaincode(settings.modulePath, logger, settings.contracts);
    const { ChaincodeServer, ChaincodeError } = await import('@heddle/core');
    try {
        const server = new ChaincodeServer(chaincode, toServerOptions(settings, chaincode, logger));
        const ended = host.serve({ logger, graceMs: settings.graceMs, close: (options) => server.close(options) });
        await server.start();
        return await ended;
    } catch (error) {
        if (!ChaincodeError.is(error)) throw error;
        throw new CommandError(error.code === 'INVALID_OPTIONS' ? 2 : 1, error.message, { cause: error });
    }
}

function toServerOptions(settings: ServerSettings, chaincode: Chaincode, logger: Logger): ChaincodeServerOptions {
    const { packageId, address, tls, mspId, registrationTimeoutMs, transactionTimeoutMs } = settings;
    const keepalive = { timeMs: settings.keepaliveTimeMs, timeoutMs: settings.keepaliveTimeoutMs };
    const workers = workerOptions(settings, chaincode);
    return { packageId, address, tls, mspId, keepalive, registrationTimeoutMs, transactionTimeoutMs, workers, logger };
}

function noteIgnored(commandLine: CommandLine): Note[] {
    return IGNORED_OPTIONS.filter(({ flags }) => commandLine.has(optionOf({ flags }))).map(({ flags, why }) => ({
        level: 'warn',
        text: `${optionOf({ flags })} has no effect: ${why}`,
    }));
}
