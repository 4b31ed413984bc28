import { type Chaincode, type ChaincodeResponse, error, success } from './chaincode';
import { ChaincodeError, toError } from './errors';
import { ChaincodeClient } from './hosting/chaincode-client';
import { ChaincodeServer } from './hosting/chaincode-server';
import { clientOptionsFromEnvironment } from './hosting/client-environment';
import type { ChaincodeClientOptions } from './hosting/client-options';
import type { KeepaliveOptions } from './hosting/host-options';
import type { Pem, ServerTlsOptions } from './hosting/tls';
import { ClientIdentity } from './identity/client-identity';
import { ENDORSER_ROLES, KeyEndorsementPolicy } from './identity/key-policy';
import type { Logger } from './logger';
import { createLoggerFromEnvironment, newLogger } from './named-logger';
import { ChaincodeStub } from './stub/chaincode-stub';

/** The statuses that fabric-shim names; from ERRORTHRESHOLD on, a response is not endorsed. */
export const { RESPONSE_CODE } = ChaincodeStub;

/** A base class for chaincodes. They do not need it: any object with the two methods will do. */
export class ChaincodeInterface implements Chaincode {
    Init(_stub: ChaincodeStub): Promise<ChaincodeResponse> {
        return Promise.resolve(error('this chaincode has no Init'));
    }

    Invoke(_stub: ChaincodeStub): Promise<ChaincodeResponse> {
        return Promise.resolve(error('this chaincode has no Invoke'));
    }
}

/** TLS of `shim.server`, under fabric-shim's names. */
export interface ChaincodeServerTLSProperties {
    readonly key: Pem;
    readonly cert: Pem;
    readonly clientCACerts?: Pem | null | undefined;
}

/** Options of `shim.server`, under fabric-shim's names. Of its grpc options, those of keepalive have an effect. */
export interface ChaincodeServerOpts {
    /** The package id. */
    readonly ccid: string;
    readonly address: string;
    readonly tlsProps?: ChaincodeServerTLSProperties | null | undefined;
    readonly [option: `grpc.${string}`]: unknown;
}

/**
 * Makes a server for a chaincode, as fabric-shim does; `start()` listens. The MSP id of the peer and the level of the
 * log are those of CORE_PEER_LOCALMSPID and CORE_CHAINCODE_LOGGING_LEVEL.
 * @throws ChaincodeError INVALID_OPTIONS
 */
export function server(chaincode: Chaincode, serverOpts: ChaincodeServerOpts): ChaincodeServer {
    const { ccid, address, tlsProps, ...grpcOptions } = checkedOpts(serverOpts);
    const logger = createLoggerFromEnvironment();
    return new ChaincodeServer(chaincode, {
        packageId: ccid,
        address,
        tls: toServerTls(tlsProps),
        mspId: process.env['CORE_PEER_LOCALMSPID'],
        keepalive: toKeepalive(grpcOptions, logger),
        logger,
    });
}

/**
 * Dials the peer that the environment names, as peers want it of chaincode that they launch: CORE_PEER_ADDRESS,
 * CORE_CHAINCODE_ID_NAME, or the arguments `--peer.address` and `--chaincode-id-name`. Why the connection fails, if it
 * does, is in the log; `close()` ends it.
 * @throws ChaincodeError INVALID_OPTIONS
 */
export function start(chaincode: Chaincode): ChaincodeClient {
    const logger = createLoggerFromEnvironment();
    const given = clientOptionsFromEnvironment({ variables: process.env, arguments: process.argv.slice(2) });
    // What is missing is what the client's own check reports.
    const client = new ChaincodeClient(chaincode, { ...given, logger } as ChaincodeClientOptions);
    // Nobody waits for it here; ChaincodeClient is for those who want to.
    void client.run().catch((thrown: unknown) => {
        logger.error({}, toError(thrown).message);
    });
    return client;
}

function checkedOpts(serverOpts: ChaincodeServerOpts): ChaincodeServerOpts {
    if (typeof (serverOpts as ChaincodeServerOpts | null | undefined)?.ccid === 'string') return serverOpts;
    const remedy = 'set it to the id that `peer lifecycle chaincode queryinstalled` shows for the package';
    throw new ChaincodeError('INVALID_OPTIONS', `ccid is missing from the options of shim.server: ${remedy}`);
}

function toServerTls(tlsProps: ChaincodeServerOpts['tlsProps']): ServerTlsOptions | undefined {
    if (tlsProps === null || tlsProps === undefined) return undefined;
    return { ...tlsProps, clientCACerts: tlsProps.clientCACerts ?? undefined };
}

/** Options of grpc-js that change nothing here: sizes are what peers take, pings are answered at all times. */
const NEEDLESS = [
    'grpc.max_send_message_length',
    'grpc.max_receive_message_length',
    'grpc.keepalive_permit_without_calls',
];

function toKeepalive(grpcOptions: Readonly<Record<string, unknown>>, logger: Logger): KeepaliveOptions {
    const { 'grpc.keepalive_time_ms': timeMs, 'grpc.keepalive_timeout_ms': timeoutMs, ...others } = grpcOptions;
    for (const name of Object.keys(others).filter((option) => !NEEDLESS.includes(option))) {
        logger.warn({}, `the option ${name} of shim.server has no effect`);
    }
    return { timeMs, timeoutMs } as KeepaliveOptions;
}

/**
 * The run-time exports of fabric-shim, for chaincode that was written for it: with `fabric-shim` replaced by
 * `@heddle/core`, `const shim = require(…)` and `import shim from …` go on working.
 *
 * Not here: `Iterators`, `StateQueryIterator` and `HistoryQueryIterator`, which are classes that only fabric-shim itself
 * makes; what queries return has their methods, and its types are QueryIterator, KeyValue and KeyModification.
 */
export const shim = {
    server,
    start,
    success,
    error,
    newLogger,
    ChaincodeInterface,
    ChaincodeServer,
    ChaincodeStub,
    Stub: ChaincodeStub,
    ClientIdentity,
    KeyEndorsementPolicy,
    RESPONSE_CODE,
    ENDORSER_ROLES,
} as const;
