import type { Logger } from '@heddle/core';
import type { Router, RouterObserver, RouterOptions } from '@heddle/core/router';
import { Command } from 'commander';
import { addSettings, readCommandLine } from '../input/command-line';
import { type CommandLine, Environment } from '../input/environment';
import { TLS_FAMILIES_HELP } from '../input/tls-families';
import type { OperatedHost } from '../operations/operated-host';
import type { Operations } from '../operations/operations';
import { CommandError, type ExitCode } from '../reporting/command-error';
import { ROUTER_SETTINGS } from '../routing/router-options';
import { resolveRouterSettings, resolveRoutes, type RouterSettings } from '../routing/router-settings';
import type { ProcessHost } from '../serving/process-host';
import { flushSpans } from '../tracing/flush-spans';

/** Makes `heddle router`, which spreads the transactions of a peer over several servers. */
export function createRouterCommand(host: ProcessHost, finish: (exitCode: ExitCode) => void): Command {
    const command = new Command('router').description(
        'Spread the transactions of a peer over several chaincode servers: to the peer it is one of them.',
    );
    addSettings(command, ROUTER_SETTINGS).addHelpText('after', `\n${TLS_FAMILIES_HELP}`);
    return command.action(async () => {
        finish(await runRouter(readCommandLine(command), host));
    });
}

/** Routes until the process is told to end. What it needs is loaded here and not before, so that `--help` is quick. */
async function runRouter(commandLine: CommandLine, host: ProcessHost): Promise<ExitCode> {
    const environment = new Environment(commandLine, host.variables);
    const settings = resolveRouterSettings(environment);
    const { createLog } = await import('../reporting/log.js');
    const logger = createLog(settings.logLevel);
    for (const { level, text } of environment.notes) logger[level]({}, text);
    const { ChaincodeError } = await import('@heddle/core');
    let router: Router | undefined;
    const operations = await createRouterOperations(settings, logger, () => router?.routes ?? []);
    try {
        const { Router } = await import('@heddle/core/router');
        const created = new Router(routerOptions(settings, logger, operations));
        router = created;
        const { RouteReloader } = await import('../routing/route-reloader.js');
        const { routes, reloadIntervalMs: intervalMs } = settings;
        const read = (): typeof routes => resolveRoutes(environment);
        const reloader = new RouteReloader({ routes, read, router: created, intervalMs, logger });
        const ended = host.serve({
            logger,
            graceMs: settings.graceMs,
            reload: reloader.reload,
            close: async (options) => {
                reloader.close();
                operations?.enter('closing');
                await created.close(options);
                await Promise.all([operations?.close(), flushSpans(settings.tracing)]);
            },
        });
        await operations?.listen(operated(created));
        await created.start();
        operations?.enter('serving');
        reloader.start();
        return await ended;
    } catch (error) {
        await operations?.close();
        if (!ChaincodeError.is(error)) throw error;
        throw new CommandError(error.code === 'INVALID_OPTIONS' ? 2 : 1, error.message, { cause: error });
    }
}

function routerOptions(
    settings: RouterSettings,
    logger: Logger,
    operations: Operations<RouterObserver> | undefined,
): RouterOptions {
    const { routes, registrationTimeoutMs, transactionTimeoutMs, serverWaitMs, lookupIntervalMs } = settings;
    const limits = { registrationTimeoutMs, transactionTimeoutMs, serverWaitMs, lookupIntervalMs };
    const keepalive = { timeMs: settings.keepaliveTimeMs, timeoutMs: settings.keepaliveTimeoutMs };
    const observe = (route: string): RouterObserver => operations?.observe(route) ?? {};
    return { routes, ...limits, keepalive, logger, observe, tracing: settings.tracing };
}

/** Undefined if nobody asked for them. */
async function createRouterOperations(
    { operationsAddress: address, graceMs }: RouterSettings,
    logger: Logger,
    routes: () => Router['routes'],
): Promise<Operations<RouterObserver> | undefined> {
    if (address === undefined) return undefined;
    const { Operations } = await import('../operations/operations.js');
    const { RouterMetrics } = await import('../operations/router-metrics.js');
    return new Operations({ address, graceMs, logger }, (operatedHost) => new RouterMetrics(operatedHost, routes));
}

/** The router as probes see it. */
function operated(router: Router): OperatedHost {
    return {
        get sessionCount() {
            return router.sessionCount;
        },
        get isReady() {
            return router.isReady;
        },
        get transactionsInFlight() {
            return router.transactionsInFlight;
        },
        get hasServers() {
            return router.hasServers;
        },
        get chaincodes() {
            return router.routes;
        },
    };
}
