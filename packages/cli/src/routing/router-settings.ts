import type { RouteOptions } from '@heddle/core/router';
import { type Environment, nameOf, type Setting } from '../input/environment';
import { refuseIdleSettings } from '../input/idle-setting';
import { resolveLogLevel } from '../input/log-level';
import { readTlsFiles } from '../input/tls-files';
import { ConfigurationError } from '../reporting/command-error';
import type { LogThreshold } from '../reporting/log';
import { DEFAULT_GRACE_MS } from '../serving/server-options';
import {
    resolveAddress,
    resolveMilliseconds,
    resolveOperationsAddress,
    resolvePackageId,
} from '../serving/server-settings';
import { resolveTracingSettings, type TracingSettings } from '../tracing/tracing-settings';
import { readRouterFile } from './router-file';
import { ROUTER_SETTINGS } from './router-options';
import { readServerTls } from './server-tls';

/** What `heddle router` goes by, checked. Where a value is undefined, the router's default holds. */
export interface RouterSettings {
    readonly routes: readonly RouteOptions[];
    readonly logLevel: LogThreshold;
    /** Where to serve probes and metrics: `host:port`. */
    readonly operationsAddress: string | undefined;
    readonly graceMs: number;
    readonly registrationTimeoutMs: number | undefined;
    readonly transactionTimeoutMs: number | undefined;
    readonly serverWaitMs: number | undefined;
    readonly lookupIntervalMs: number | undefined;
    /** How often to look at the files of TLS; 0 for never. */
    readonly reloadIntervalMs: number;
    readonly keepaliveTimeMs: number | undefined;
    readonly keepaliveTimeoutMs: number | undefined;
    /** Undefined: nothing is traced. */
    readonly tracing: TracingSettings | undefined;
}

/**
 * Checks everything that can be checked before anything is listened for.
 *
 * @throws ConfigurationError that names the option, its variable and the remedy
 */
export function resolveRouterSettings(environment: Environment): RouterSettings {
    const milliseconds = (setting: Setting): number | undefined => resolveMilliseconds(environment, setting);
    const settings = {
        routes: resolveRoutes(environment),
        logLevel: resolveLogLevel(environment),
        operationsAddress: resolveOperationsAddress(environment),
        graceMs: milliseconds(ROUTER_SETTINGS.shutdownGraceMs) ?? DEFAULT_GRACE_MS,
        registrationTimeoutMs: milliseconds(ROUTER_SETTINGS.registrationTimeoutMs),
        transactionTimeoutMs: milliseconds(ROUTER_SETTINGS.transactionTimeoutMs),
        serverWaitMs: milliseconds(ROUTER_SETTINGS.serverWaitMs),
        lookupIntervalMs: milliseconds(ROUTER_SETTINGS.lookupIntervalMs),
        reloadIntervalMs:
            milliseconds(ROUTER_SETTINGS.reloadIntervalMs) ?? Number(ROUTER_SETTINGS.reloadIntervalMs.fallback),
        keepaliveTimeMs:
            milliseconds(ROUTER_SETTINGS.keepaliveTimeMs) ?? Number(ROUTER_SETTINGS.keepaliveTimeMs.fallback),
        keepaliveTimeoutMs: milliseconds(ROUTER_SETTINGS.keepaliveTimeoutMs),
        tracing: resolveTracingSettings(environment),
    };
    if (settings.routes.every(({ tls, serverTls }) => tls === undefined && serverTls === undefined)) {
        const [why, remedy] = ['there is no TLS', 'name its files as well'];
        refuseIdleSettings(environment, [ROUTER_SETTINGS.reloadIntervalMs], { why, remedy });
    }
    return settings;
}

/**
 * Reads the routes, with the contents of their files of TLS. To be called again when those may have changed.
 *
 * @throws ConfigurationError
 */
export function resolveRoutes(environment: Environment): readonly RouteOptions[] {
    const file = environment.find(ROUTER_SETTINGS.config);
    const defaults = { tls: readTlsFiles(environment), serverTls: readServerTls(environment) };
    if (file === undefined) return [{ ...resolveOneRoute(environment), ...defaults }];
    for (const setting of [ROUTER_SETTINGS.chaincodeAddress, ROUTER_SETTINGS.servers, ROUTER_SETTINGS.chaincodeId]) {
        const given = environment.find(setting);
        if (given === undefined) continue;
        const remedy = 'say it in the file, or leave the file out';
        throw new ConfigurationError(`${given.source} is set, and so is ${file.source}: ${remedy}`);
    }
    return readRouterFile(file.value, defaults);
}

function resolveOneRoute(environment: Environment): RouteOptions {
    const servers = environment.find(ROUTER_SETTINGS.servers);
    const address = resolveAddress(environment);
    if (servers === undefined) {
        const remedy = `set ${nameOf(ROUTER_SETTINGS.servers)} to the host and the port of each server, such as assets:9999`;
        throw new ConfigurationError(`the servers are missing: ${remedy}`);
    }
    const packageId =
        environment.find(ROUTER_SETTINGS.chaincodeId) === undefined
            ? undefined
            : resolvePackageId(environment, ROUTER_SETTINGS.chaincodeId);
    return { address, servers: servers.value.split(',').map((server) => server.trim()), packageId };
}
