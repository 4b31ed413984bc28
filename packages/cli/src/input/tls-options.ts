import type { Setting } from './environment';

/** The options for TLS. Fabric's own chaincode servers take each file as PEM, or as base64 of PEM. */
export const TLS_SETTINGS = {
    tlsCertFile: {
        flags: '--chaincode-tls-cert-file <file>',
        variables: ['CORE_CHAINCODE_TLS_CERT_FILE'],
        description: 'certificate of this server, PEM',
    },
    tlsCertPath: {
        flags: '--chaincode-tls-cert-path <file>',
        variables: ['CORE_CHAINCODE_TLS_CERT_PATH'],
        description: 'the same as base64 of PEM',
    },
    tlsKeyFile: {
        flags: '--chaincode-tls-key-file <file>',
        variables: ['CORE_CHAINCODE_TLS_KEY_FILE'],
        description: 'private key of the certificate, PEM',
    },
    tlsKeyPath: {
        flags: '--chaincode-tls-key-path <file>',
        variables: ['CORE_CHAINCODE_TLS_KEY_PATH'],
        description: 'the same as base64 of PEM',
    },
    tlsKeyPassword: {
        flags: '--chaincode-tls-key-password <text>',
        variables: ['CORE_CHAINCODE_TLS_KEY_PASSWORD'],
        description: 'pass phrase of an encrypted private key; other users of the machine can read options',
    },
    tlsClientCacertFile: {
        flags: '--chaincode-tls-client-cacert-file <file>',
        variables: ['CORE_CHAINCODE_TLS_CLIENT_CACERT_FILE'],
        description: 'certificates of the authorities whose clients may connect, PEM; turns on mutual TLS',
    },
    tlsClientCacertPath: {
        flags: '--chaincode-tls-client-cacert-path <file>',
        variables: ['CORE_CHAINCODE_TLS_CLIENT_CACERT_PATH'],
        description: 'the same as base64 of PEM',
    },
} as const satisfies Record<string, Setting>;
