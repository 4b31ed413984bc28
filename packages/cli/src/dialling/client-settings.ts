import type { ClientTlsOptions } from '@heddle/core';
import { type Environment, type Given, nameOf } from '../input/environment';
import { resolveSwitch } from '../input/switch';
import { parseDialledAddress } from '../packaging/check-address';
import { ConfigurationError } from '../reporting/command-error';
import { resolvePackageId, resolveRunSettings, type RunSettings } from '../serving/server-settings';
import { CLIENT_SETTINGS } from './client-options';
import { readClientTls } from './client-tls';

/** What `heddle start` goes by, checked. Where a value is undefined, the client's default holds. */
export interface ClientSettings extends RunSettings {
    readonly packageId: string;
    /** Where the peer takes chaincode: `host:port`. */
    readonly address: string;
    /** Undefined: the connection is not encrypted. */
    readonly tls: ClientTlsOptions | undefined;
    /** Whether to dial again when the stream has ended. */
    readonly reconnect: boolean;
}

/**
 * Checks everything that can be checked before anything is loaded.
 *
 * @throws ConfigurationError that names the option, its variable and the remedy
 */
export function resolveClientSettings(environment: Environment): ClientSettings {
    const tls = readClientTls(environment);
    return {
        packageId: resolvePackageId(environment, CLIENT_SETTINGS.chaincodeIdName),
        address: resolvePeerAddress(environment, tls !== undefined),
        tls,
        reconnect: resolveSwitch(environment, CLIENT_SETTINGS.reconnect),
        ...resolveRunSettings(environment),
    };
}

function resolvePeerAddress(environment: Environment, isTls: boolean): string {
    const given = environment.find(CLIENT_SETTINGS.peerAddress);
    const remedy = `set ${nameOf(CLIENT_SETTINGS.peerAddress)} to the peer's host and port for chaincode, such as localhost:7052`;
    if (given === undefined) throw new ConfigurationError(`the address of the peer is missing: ${remedy}`);
    // Fabric's chaincode for Node.js took URLs as well, and gRPC's own form of targets.
    const address = given.value.replace(/^(?:grpcs?:\/\/|dns:\/\/\/)/, '');
    refuseOtherScheme(given, isTls);
    if (parseDialledAddress(address) !== undefined) return address;
    throw new ConfigurationError(`${given.source} is ${JSON.stringify(given.value)}, which is no address: ${remedy}`);
}

/** Never plaintext where a URL says TLS: Fabric's chaincode for Node.js went by the URL. */
function refuseOtherScheme({ source, value }: Given, isTls: boolean): void {
    const said = /^grpcs?:\/\//.exec(value)?.[0];
    if (said === undefined || (said === 'grpcs://') === isTls) return;
    const other = isTls ? 'TLS is on' : 'TLS is off';
    const remedy = `set the variable ${CLIENT_SETTINGS.tlsEnabled.variables[0]} to ${String(!isTls)}, or leave ${said} out`;
    throw new ConfigurationError(`${source} is ${JSON.stringify(value)}, but ${other}: ${remedy}`);
}
