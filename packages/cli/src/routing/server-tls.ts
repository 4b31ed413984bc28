import type { ClientTlsOptions } from '@heddle/core';
import { type Environment, nameOf } from '../input/environment';
import { findPemFile, readPemFile } from '../input/pem-file';
import { readTogether } from '../input/read-together';
import { ConfigurationError } from '../reporting/command-error';
import { ROUTER_SETTINGS, SERVER_AUTHORITY, SERVER_CLIENT_CERTIFICATE, SERVER_CLIENT_KEY } from './router-options';

/**
 * Reads the files of TLS towards servers. Whether they belong together is checked by the router that they are for.
 *
 * @returns undefined if no file is named
 * @throws ConfigurationError if TLS is set by half, or a file cannot be read
 */
export function readServerTls(environment: Environment): ClientTlsOptions | undefined {
    const authority = findPemFile(environment, SERVER_AUTHORITY);
    const certificate = findPemFile(environment, SERVER_CLIENT_CERTIFICATE);
    const key = findPemFile(environment, SERVER_CLIENT_KEY);
    const serverName = environment.find(ROUTER_SETTINGS.serverTlsName);
    if (authority === undefined) {
        const other = certificate?.given ?? key?.given ?? serverName;
        if (other === undefined) return undefined;
        const remedy = `set ${nameOf(ROUTER_SETTINGS.serverTlsRootcertFile)} to the PEM of their authority`;
        throw new ConfigurationError(
            `${other.source} is set, and nothing says by which authority to trust servers: ${remedy}`,
        );
    }
    return readTogether(() => ({
        rootCert: readPemFile(authority),
        cert: certificate && readPemFile(certificate),
        key: key && readPemFile(key),
        serverName: serverName?.value,
    }));
}
