import { parseDialledAddress } from './check-address';
import type { ConnectionFields } from './connection-fields';

/** The variables that `heddle server` needs for a package, in order, and what is to be known about them. */
export interface ServerEnvironment {
    readonly variables: Readonly<Record<string, string>>;
    readonly hints: readonly string[];
}

const DEFAULT_PORT = 9999;

/** What to run the server of a package with. Files of TLS are for the user to name. */
export function serverEnvironmentOf(packageId: string, connection: ConnectionFields): ServerEnvironment {
    const address = parseDialledAddress(String(connection.address));
    const variables: Record<string, string> = {
        CORE_CHAINCODE_ID: packageId,
        CORE_CHAINCODE_ADDRESS: `0.0.0.0:${address?.port ?? DEFAULT_PORT}`,
    };
    if (connection.tls_required !== true) return { variables, hints: [] };
    const host = address === undefined ? "the address's host" : address.host;
    const hints = [`the certificate is for ${host}, by an authority of --tls-root-cert`];
    // These do not exist, so that a server never starts without TLS by mistake.
    variables['CORE_CHAINCODE_TLS_CERT_FILE'] = 'path/to/server-cert.pem';
    variables['CORE_CHAINCODE_TLS_KEY_FILE'] = 'path/to/server-key.pem';
    if (connection.client_auth_required === true) {
        variables['CORE_CHAINCODE_TLS_CLIENT_CACERT_FILE'] = 'path/to/client-authority.pem';
        hints.push('the client authority is that of --client-cert');
    }
    return { variables, hints };
}
