import type { Setting } from '../input/environment';
import { TLS_SETTINGS } from '../input/tls-options';
import type { TlsPart } from '../input/tls-part';
import { RUN_SETTINGS, SERVER_SETTINGS } from '../serving/server-options';
import { TRACING_SETTINGS } from '../tracing/tracing-options';

/** The options of `heddle router`, in the order of its help. */
export const ROUTER_SETTINGS = {
    chaincodeAddress: SERVER_SETTINGS.chaincodeAddress,
    servers: {
        flags: '--server <host:port>',
        variables: ['CORE_ROUTER_SERVERS'],
        description:
            'a server, or a name that all servers have, such as a headless Service: it is looked up again and again; ' +
            'repeated for several; required',
        repeats: true,
    },
    chaincodeId: {
        flags: '--chaincode-id <id>',
        variables: ['CORE_CHAINCODE_ID', 'CHAINCODE_ID', 'CORE_CHAINCODE_ID_NAME'],
        description: 'package id that servers have to register with; without it, the one that the first of them has',
    },
    config: {
        flags: '--config <file>',
        variables: ['CORE_ROUTER_CONFIG'],
        description: 'JSON file with a list of routes, one for each package id, in place of address, server and id',
    },
    ...TLS_SETTINGS,
    serverTlsRootcertFile: {
        flags: '--server-tls-rootcert-file <file>',
        variables: ['CORE_ROUTER_SERVER_TLS_ROOTCERT_FILE'],
        description: "certificates of the authorities of the servers' TLS, PEM; turns on TLS towards servers",
    },
    serverTlsCertFile: {
        flags: '--server-tls-cert-file <file>',
        variables: ['CORE_ROUTER_SERVER_TLS_CERT_FILE'],
        description: 'certificate to show to servers, PEM',
    },
    serverTlsKeyFile: {
        flags: '--server-tls-key-file <file>',
        variables: ['CORE_ROUTER_SERVER_TLS_KEY_FILE'],
        description: 'private key of that certificate, PEM',
    },
    serverTlsName: {
        flags: '--server-tls-name <name>',
        variables: ['CORE_ROUTER_SERVER_TLS_NAME'],
        description: "host name in the servers' certificates, if it is not the one by which they are found",
    },
    logLevel: RUN_SETTINGS.logLevel,
    operationsAddress: RUN_SETTINGS.operationsAddress,
    shutdownGraceMs: RUN_SETTINGS.shutdownGraceMs,
    registrationTimeoutMs: {
        ...RUN_SETTINGS.registrationTimeoutMs,
        description: 'how long a peer may take to accept the package id, and a server to say it',
    },
    transactionTimeoutMs: {
        ...RUN_SETTINGS.transactionTimeoutMs,
        description:
            'how long a transaction may take; at least as long as peers wait, who do not say that they gave up',
        fallback: '300000',
    },
    serverWaitMs: {
        flags: '--server-wait-ms <ms>',
        variables: ['CORE_ROUTER_SERVER_WAIT_MS'],
        description: 'how long a peer or a transaction waits while no server is ready',
        fallback: '5000',
    },
    lookupIntervalMs: {
        flags: '--lookup-interval-ms <ms>',
        variables: ['CORE_ROUTER_LOOKUP_INTERVAL_MS'],
        description: 'how often the names of servers are looked up',
        fallback: '2000',
    },
    reloadIntervalMs: {
        flags: '--reload-interval-ms <ms>',
        variables: ['CORE_RELOAD_INTERVAL_MS'],
        description: 'how often the files of TLS are looked at for changes; 0: only at SIGHUP',
        fallback: '10000',
    },
    keepaliveTimeMs: { ...RUN_SETTINGS.keepaliveTimeMs, fallback: '65000' },
    keepaliveTimeoutMs: RUN_SETTINGS.keepaliveTimeoutMs,
    ...TRACING_SETTINGS,
} as const satisfies Record<string, Setting>;

/** The files of TLS towards servers. */
export const SERVER_AUTHORITY: TlsPart = {
    what: 'certificate of an authority',
    pem: ROUTER_SETTINGS.serverTlsRootcertFile,
    base64: undefined,
};

export const SERVER_CLIENT_CERTIFICATE: TlsPart = {
    what: 'certificate',
    pem: ROUTER_SETTINGS.serverTlsCertFile,
    base64: undefined,
};

export const SERVER_CLIENT_KEY: TlsPart = {
    what: 'private key',
    pem: ROUTER_SETTINGS.serverTlsKeyFile,
    base64: undefined,
};
