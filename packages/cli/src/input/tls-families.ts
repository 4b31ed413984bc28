import type { Sayable } from './environment';
import { TLS_SETTINGS } from './tls-options';
import type { TlsPart } from './tls-part';

/** The variable that turns TLS on and off where files alone do not. */
export interface TlsSwitch {
    readonly variable: string;
    readonly on: 'true' | 'false';
    readonly off: 'true' | 'false';
}

/** Names for the files of a server's TLS that go together. */
export interface TlsFamily {
    /** Undefined: the files turn it on. */
    readonly tlsSwitch: TlsSwitch | undefined;
    readonly certificate: TlsPart;
    readonly privateKey: TlsPart;
    /** Undefined: it has no name for whose clients are admitted. */
    readonly clientAuthority: TlsPart | undefined;
}

const CERTIFICATE = 'certificate';
const PRIVATE_KEY = 'private key';
const CLIENT_AUTHORITY = 'certificate of an authority';

/** Those of this command, and of fabric-chaincode-node. */
export const OWN_FAMILY = {
    tlsSwitch: undefined,
    certificate: { what: CERTIFICATE, pem: TLS_SETTINGS.tlsCertFile, base64: TLS_SETTINGS.tlsCertPath },
    privateKey: { what: PRIVATE_KEY, pem: TLS_SETTINGS.tlsKeyFile, base64: TLS_SETTINGS.tlsKeyPath },
    clientAuthority: {
        what: CLIENT_AUTHORITY,
        pem: TLS_SETTINGS.tlsClientCacertFile,
        base64: TLS_SETTINGS.tlsClientCacertPath,
    },
} as const satisfies TlsFamily;

/** Those of chaincode.env in fabric-samples, asset-transfer-basic/chaincode-external, which Go servers read. */
const SAMPLES_FAMILY: TlsFamily = {
    tlsSwitch: { variable: 'CHAINCODE_TLS_DISABLED', on: 'false', off: 'true' },
    certificate: { what: CERTIFICATE, pem: named('CHAINCODE_TLS_CERT'), base64: undefined },
    privateKey: { what: PRIVATE_KEY, pem: named('CHAINCODE_TLS_KEY'), base64: undefined },
    clientAuthority: { what: CLIENT_AUTHORITY, pem: named('CHAINCODE_CLIENT_CA_CERT'), base64: undefined },
};

/**
 * Those that servers in Java read (fabric-chaincode-java, ChaincodeBase.java), and that peers set for the chaincode that
 * they launch. Its CORE_PEER_TLS_ROOTCERT_FILE is for chaincode that dials.
 */
const LAUNCHED_FAMILY: TlsFamily = {
    tlsSwitch: { variable: 'CORE_PEER_TLS_ENABLED', on: 'true', off: 'false' },
    certificate: {
        what: CERTIFICATE,
        pem: named('CORE_TLS_CLIENT_CERT_FILE'),
        base64: named('CORE_TLS_CLIENT_CERT_PATH'),
        isNamedTwice: true,
    },
    privateKey: {
        what: PRIVATE_KEY,
        pem: named('CORE_TLS_CLIENT_KEY_FILE'),
        base64: named('CORE_TLS_CLIENT_KEY_PATH'),
        isNamedTwice: true,
    },
    clientAuthority: undefined,
};

/** All names that are understood, the first ones first. */
export const TLS_FAMILIES: readonly TlsFamily[] = [OWN_FAMILY, SAMPLES_FAMILY, LAUNCHED_FAMILY];

/** Every variable in the table. */
export const TLS_VARIABLES: readonly string[] = TLS_FAMILIES.flatMap((family) => [
    ...(family.tlsSwitch === undefined ? [] : [family.tlsSwitch.variable]),
    ...[family.certificate, family.privateKey, family.clientAuthority].flatMap(variablesOf),
]);

/** For the help of a command: the names that are not options. */
export const TLS_FAMILIES_HELP = [
    'TLS is also set up by the variables of chaincode servers in Go and Java:',
    ...TLS_FAMILIES.flatMap(({ tlsSwitch, ...family }) => {
        if (tlsSwitch === undefined) return [];
        const files = [family.certificate, family.privateKey, family.clientAuthority].flatMap(variablesOf);
        return [`  ${tlsSwitch.variable}=${tlsSwitch.on} with ${files.join(', ')}`];
    }),
].join('\n');

function variablesOf(part: TlsPart | undefined): string[] {
    return [part?.pem, part?.base64].flatMap((name) => name?.variables ?? []);
}

function named(variable: string): Sayable {
    return { variables: [variable] };
}
