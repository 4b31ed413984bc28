import type { Setting } from '../input/environment';
import { LOG_LEVEL } from '../input/log-level';
import { MODULE_PATH } from '../input/module-path';
import { TLS_SETTINGS } from '../input/tls-options';
import { JOURNAL_SETTINGS } from '../recording/journal-options';
import { TRACING_SETTINGS } from '../tracing/tracing-options';
import { LIMIT_SETTINGS } from './limit-options';

/** Below the 30 s after which Kubernetes kills a pod that was told to end. */
export const DEFAULT_GRACE_MS = 25_000;

/** The package that the peers have installed. */
const PACKAGE_FILE: Setting = {
    flags: '--package <file>',
    variables: ['CORE_CHAINCODE_PACKAGE'],
    description: 'the package that peers have installed: code other than what it stands for is not served',
};

/** What holds for chaincode whichever side dials. Where Fabric names no variable, it is called like its option. */
export const RUN_SETTINGS = {
    mspId: {
        flags: '--msp-id <id>',
        variables: ['CORE_PEER_LOCALMSPID'],
        description: 'what getMspID answers: the organization of the peer, which peers do not tell',
    },
    modulePath: MODULE_PATH,
    logLevel: LOG_LEVEL,
    logArguments: {
        flags: '--log-arguments',
        variables: ['CORE_LOG_ARGUMENTS'],
        description: 'log the arguments of transactions, which may be confidential; at level DEBUG only',
    },
    operationsAddress: {
        flags: '--operations-address <host:port>',
        variables: ['CORE_OPERATIONS_ADDRESS'],
        description:
            'address to serve /healthz, /readyz, /code and /metrics at, over HTTP; without it they are not served',
    },
    shutdownGraceMs: {
        flags: '--shutdown-grace-ms <ms>',
        variables: ['CORE_SHUTDOWN_GRACE_MS'],
        description: 'how long transactions may go on after SIGTERM or SIGINT',
        fallback: String(DEFAULT_GRACE_MS),
    },
    registrationTimeoutMs: {
        flags: '--registration-timeout-ms <ms>',
        variables: ['CORE_REGISTRATION_TIMEOUT_MS'],
        description: 'how long a peer may take to accept the package id; 0: no limit',
        fallback: '5000',
    },
    transactionTimeoutMs: {
        flags: '--transaction-timeout-ms <ms>',
        variables: ['CORE_TRANSACTION_TIMEOUT_MS'],
        description: 'how long a transaction may take; 0: as long as the peer waits',
        fallback: '0',
    },
    ...LIMIT_SETTINGS,
    workers: {
        flags: '--workers <count>',
        variables: ['CORE_WORKERS'],
        description:
            'how many threads run the transactions that contracts mark with @InWorker, or all if no transaction is marked',
        fallback: '0',
    },
    keepaliveTimeMs: {
        flags: '--grpc.keepalive_time_ms <ms>',
        variables: ['CORE_GRPC_KEEPALIVE_TIME_MS'],
        description: 'how long a connection may be silent before it is probed; 0: never probe',
        fallback: '60000',
    },
    keepaliveTimeoutMs: {
        flags: '--grpc.keepalive_timeout_ms <ms>',
        variables: ['CORE_GRPC_KEEPALIVE_TIMEOUT_MS'],
        description: 'how long the answer to a probe may take',
        fallback: '20000',
    },
    silencedWarnings: {
        flags: '--silence-warnings <codes>',
        variables: ['CORE_SILENCE_WARNINGS'],
        description: 'codes of warnings, with commas between them, that are counted and not told',
        repeats: true,
    },
    lenientReadonly: {
        flags: '--lenient-readonly',
        variables: ['CORE_LENIENT_READONLY'],
        description: 'only warn when an evaluated transaction writes, for contracts that are being migrated',
    },
    lenientEvents: {
        flags: '--lenient-events',
        variables: ['CORE_LENIENT_EVENTS'],
        description: 'let a second event of a transaction take the place of the first, with a warning, as Fabric does',
    },
    exposeErrors: {
        flags: '--expose-errors',
        variables: ['CORE_EXPOSE_ERRORS'],
        description: 'let clients read the message of every error that a contract throws',
    },
    ...JOURNAL_SETTINGS,
    ...TRACING_SETTINGS,
} as const satisfies Record<string, Setting>;

/** The options of `heddle server`, in the order of its help. */
export const SERVER_SETTINGS = {
    chaincodeId: {
        flags: '--chaincode-id <id>',
        variables: ['CORE_CHAINCODE_ID', 'CHAINCODE_ID', 'CORE_CHAINCODE_ID_NAME'],
        description: 'package id, as `peer lifecycle chaincode queryinstalled` prints it; required',
    },
    chaincodeAddress: {
        flags: '--chaincode-address <host:port>',
        variables: ['CORE_CHAINCODE_ADDRESS', 'CHAINCODE_SERVER_ADDRESS'],
        description: 'address to listen at, such as 0.0.0.0:9999; required',
    },
    packageFile: PACKAGE_FILE,
    ...TLS_SETTINGS,
    ...RUN_SETTINGS,
} as const satisfies Record<string, Setting>;

/** Options of `fabric-chaincode-node server` that start scripts may still give, and why nothing comes of them. */
export const IGNORED_OPTIONS = [
    { flags: '--grpc.max_send_message_length <bytes>', why: 'messages may have 100 MiB, as on peers' },
    { flags: '--grpc.max_receive_message_length <bytes>', why: 'messages may have 100 MiB, as on peers' },
    { flags: '--grpc.keepalive_permit_without_calls <0|1>', why: 'idle connections may always be probed' },
    { flags: '--grpc.http2.min_time_between_pings_ms <ms>', why: 'peers may probe as often as they like' },
    { flags: '--grpc.http2.max_pings_without_data <count>', why: 'probes are not counted' },
] as const;
