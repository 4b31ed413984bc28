import { ConfigurationError, type Environment, type Given, optionOf, type Setting } from 'heddle/command';
import { PEER_SETTINGS } from '../input/connection-options';
import type { GatewayTls } from './gateway-connection';
import { type KeyPair, readCertificates, readKeyPair } from './key-pair';
import type { NetworkTls } from './network-source';

/**
 * How to encrypt: as options say, and otherwise as is known of the network.
 *
 * @throws ConfigurationError if TLS is set by half; it never falls back to no encryption
 */
export function resolveTls(settings: Environment, known: NetworkTls | undefined): GatewayTls | undefined {
    const root = settings.find(PEER_SETTINGS.tlsRootCert);
    const hostOverride = settings.find(PEER_SETTINGS.tlsHostOverride);
    const cert = settings.find(PEER_SETTINGS.clientCert);
    const key = settings.find(PEER_SETTINGS.clientKey);
    const trusted = root === undefined ? known : { ...known, rootCert: readCertificates(root) };
    if (trusted !== undefined) {
        return {
            rootCert: trusted.rootCert,
            hostOverride: hostOverride?.value ?? known?.hostOverride,
            client: findClient(cert, key),
        };
    }
    const needy = hostOverride ?? cert ?? key;
    if (needy !== undefined) throw halfSet(needy, PEER_SETTINGS.tlsRootCert);
    return undefined;
}

function findClient(cert: Given | undefined, key: Given | undefined): KeyPair | undefined {
    if (cert !== undefined && key !== undefined) return readKeyPair(cert, key);
    const given = cert ?? key;
    if (given === undefined) return undefined;
    throw halfSet(given, cert === undefined ? PEER_SETTINGS.clientCert : PEER_SETTINGS.clientKey);
}

function halfSet(given: Given, lacking: Setting): ConfigurationError {
    return new ConfigurationError(
        `${given.source} is set, but not ${optionOf(lacking)}: set that too, or neither of them`,
    );
}
