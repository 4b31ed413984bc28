import type { Setting } from '../input/environment';
import type { TlsPart } from '../input/tls-part';
import { RUN_SETTINGS } from '../serving/server-options';

/**
 * The options of `heddle start`, in the order of its help. The variables are those that a peer sets for chaincode that it
 * launches (fabric, core/container/dockercontroller/dockercontroller.go, GetEnv).
 */
export const CLIENT_SETTINGS = {
    chaincodeIdName: {
        flags: '--chaincode-id-name <id>',
        variables: ['CORE_CHAINCODE_ID_NAME'],
        description: 'id to register with: the package id, in development mode such as mycc:1.0; required',
    },
    peerAddress: {
        flags: '--peer.address <host:port>',
        variables: ['CORE_PEER_ADDRESS'],
        description: 'where the peer takes chaincode, such as localhost:7052; required',
    },
    reconnect: {
        flags: '--reconnect',
        variables: ['CORE_RECONNECT'],
        description: 'dial again when the stream ends, instead of ending with it',
    },
    tlsEnabled: {
        flags: '--peer-tls-enabled',
        variables: ['CORE_PEER_TLS_ENABLED'],
        description: 'speak TLS with the peer; needs its authority',
    },
    tlsRootcertFile: {
        flags: '--peer-tls-rootcert-file <file>',
        variables: ['CORE_PEER_TLS_ROOTCERT_FILE'],
        description: "certificate of the authority of the peer's TLS, PEM",
    },
    tlsCertFile: {
        flags: '--tls-client-cert-file <file>',
        variables: ['CORE_TLS_CLIENT_CERT_FILE'],
        description: 'certificate to show to the peer, PEM',
    },
    tlsCertPath: {
        flags: '--tls-client-cert-path <file>',
        variables: ['CORE_TLS_CLIENT_CERT_PATH'],
        description: 'the same as base64 of PEM; not read if the PEM is named',
    },
    tlsKeyFile: {
        flags: '--tls-client-key-file <file>',
        variables: ['CORE_TLS_CLIENT_KEY_FILE'],
        description: 'private key of the certificate, PEM',
    },
    tlsKeyPath: {
        flags: '--tls-client-key-path <file>',
        variables: ['CORE_TLS_CLIENT_KEY_PATH'],
        description: 'the same as base64 of PEM; not read if the PEM is named',
    },
    serverName: {
        flags: '--ssl-target-name-override <name>',
        variables: ['CORE_SSL_TARGET_NAME_OVERRIDE'],
        description: "host name in the peer's certificate, if its address has another",
    },
    ...RUN_SETTINGS,
} as const satisfies Record<string, Setting>;

/** The files of TLS, of which peers name both forms at once. */
export const CLIENT_CERTIFICATE: TlsPart = {
    what: 'certificate',
    pem: CLIENT_SETTINGS.tlsCertFile,
    base64: CLIENT_SETTINGS.tlsCertPath,
    isNamedTwice: true,
};

export const CLIENT_KEY: TlsPart = {
    what: 'private key',
    pem: CLIENT_SETTINGS.tlsKeyFile,
    base64: CLIENT_SETTINGS.tlsKeyPath,
    isNamedTwice: true,
};

export const PEER_AUTHORITY: TlsPart = {
    what: 'certificate of an authority',
    pem: CLIENT_SETTINGS.tlsRootcertFile,
    base64: undefined,
};
