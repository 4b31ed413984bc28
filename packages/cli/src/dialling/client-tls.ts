import type { ClientTlsOptions } from '@heddle/core';
import { type Environment, nameOf } from '../input/environment';
import { refuseIdleSettings } from '../input/idle-setting';
import { findPemFile, type PemFile, readPemFile } from '../input/pem-file';
import { readTogether } from '../input/read-together';
import { findSwitch } from '../input/switch';
import { ConfigurationError } from '../reporting/command-error';
import { CLIENT_CERTIFICATE, CLIENT_KEY, CLIENT_SETTINGS, PEER_AUTHORITY } from './client-options';

/**
 * Reads the files of TLS as a peer names them to chaincode that it launches. Whether they belong together is checked by
 * the client that they are for.
 *
 * @returns undefined if TLS is off
 * @throws ConfigurationError if files are named and nothing says whether to use them, or they cannot be used
 */
export function readClientTls(environment: Environment): ClientTlsOptions | undefined {
    const authority = findPemFile(environment, PEER_AUTHORITY);
    const certificate = findPemFile(environment, CLIENT_CERTIFICATE);
    const key = findPemFile(environment, CLIENT_KEY);
    if (!isEnabled(environment, authority ?? certificate ?? key)) {
        const remedy = `set ${nameOf(CLIENT_SETTINGS.tlsEnabled)} as well`;
        refuseIdleSettings(environment, [CLIENT_SETTINGS.serverName], { why: 'TLS is off', remedy });
        return undefined;
    }
    if (authority === undefined) {
        const remedy = `set ${nameOf(CLIENT_SETTINGS.tlsRootcertFile)} to the PEM of its authority`;
        throw new ConfigurationError(`TLS is on, and nothing says by which authority to trust the peer: ${remedy}`);
    }
    return readTogether(() => ({
        rootCert: readPemFile(authority),
        cert: certificate && readPemFile(certificate),
        key: key && readPemFile(key),
        serverName: environment.find(CLIENT_SETTINGS.serverName)?.value,
    }));
}

/** Never plaintext by oversight: with files, somebody has to say so. */
function isEnabled(environment: Environment, named: PemFile | undefined): boolean {
    const isOn = findSwitch(environment, CLIENT_SETTINGS.tlsEnabled);
    if (isOn !== undefined || named === undefined) return isOn ?? false;
    const remedy = `set the variable ${CLIENT_SETTINGS.tlsEnabled.variables[0]} to true or false`;
    throw new ConfigurationError(`${named.given.source} is set, but nothing says that TLS is on: ${remedy}`);
}
