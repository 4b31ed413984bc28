import { createRequire } from 'node:module';
import type { Client, StatusObject } from '@grpc/grpc-js';
import { chaincodeSupportService, streamOfClientCall } from '@heddle/protocol';
import { type Chaincode, checkedChaincode } from '../chaincode';
import { ChaincodeError } from '../errors';
import { GrpcStatus } from '../transport/grpc-status';
import { within } from '../within';
import { type ChaincodeClientOptions, resolveClientOptions, type ResolvedClientOptions } from './client-options';
import { type CloseOptions, DEFAULT_GRACE_MS } from './closing';
import type * as grpcClient from './grpc-client';
import { HostedSessions } from './hosted-sessions';

/** How long a peer may take to end a call that this side has ended. */
const FAREWELL_MS = 1_000;

/**
 * Hosts a chaincode by dialling a peer, as peers want it of chaincode that they launched themselves, and in their
 * development mode. The session is the same as on a server.
 *
 *     const client = new ChaincodeClient(chaincode, { packageId: 'mycc:1.0', address: 'localhost:7052' });
 *     process.once('SIGTERM', () => void client.close());
 *     await client.run();
 */
export class ChaincodeClient {
    readonly #options: ResolvedClientOptions;
    readonly #sessions: HostedSessions;
    readonly #grpc: Client;
    #running: Promise<void> | undefined;
    #closing: Promise<void> | undefined;

    /**
     * @throws ChaincodeError INVALID_OPTIONS, with one sentence that names the option and the remedy; DEPENDENCY_MISSING
     * where @grpc/grpc-js is not installed
     */
    constructor(chaincode: Chaincode, options: ChaincodeClientOptions) {
        this.#options = resolveClientOptions(options);
        this.#sessions = new HostedSessions(checkedChaincode(chaincode), this.#options);
        this.#grpc = loadGrpcClient().createGrpcClient(this.#options);
    }

    /** Whether the peer has accepted the registration. */
    get isReady(): boolean {
        return this.#sessions.isReady;
    }

    /** How many transactions are under way. */
    get transactionsInFlight(): number {
        return this.#sessions.transactionsInFlight;
    }

    /**
     * Dials the peer and serves it until one of the two ends the stream. To be called once.
     * @throws ChaincodeError WORKER_FAILED where a worker thread cannot start; CONNECTION_FAILED, with the cause, where the peer cannot be reached or the connection breaks
     */
    async run(): Promise<void> {
        if (this.#running !== undefined || this.#closing !== undefined) {
            throw this.#failed('a client runs once, and this one was started or closed before: make a new one');
        }
        this.#running = this.#serve();
        return this.#running;
    }

    /** Drains: takes no new transactions, lets those under way finish, then ends the stream. Idempotent. */
    close({ graceMs = DEFAULT_GRACE_MS }: CloseOptions = {}): Promise<void> {
        return (this.#closing ??= this.#close(graceMs));
    }

    [Symbol.asyncDispose](): Promise<void> {
        return this.close();
    }

    async #serve(): Promise<void> {
        const { address, packageId, logger } = this.#options;
        await this.#sessions.start();
        logger.info({ packageId, address }, `dialling the peer at ${address} for ${packageId}`);
        const { path, requestSerialize, responseDeserialize } = chaincodeSupportService.register;
        const call = this.#grpc.makeBidiStreamRequest(path, requestSerialize, responseDeserialize);
        let status: StatusObject | undefined;
        const over = new Promise<void>((resolve) => {
            call.once('status', (ending) => {
                status = ending;
                resolve();
            });
        });
        await this.#sessions.serve(streamOfClientCall(call), { remote: address, host: address });
        // What was said last has only been handed on: a process that ended now would take it along. A peer ends the call
        // behind our end of it, and has read all of it then.
        await within(FAREWELL_MS, over);
        this.#grpc.close();
        const code: number = status?.code ?? GrpcStatus.OK;
        if (this.#closing !== undefined || status === undefined || code === GrpcStatus.OK) return;
        throw this.#failed(status.details);
    }

    async #close(graceMs: number): Promise<void> {
        await this.#sessions.close(graceMs);
        // Why it failed is told by `run`.
        await this.#running?.catch(() => undefined);
        this.#grpc.close();
    }

    #failed(why: string): ChaincodeError {
        return new ChaincodeError('CONNECTION_FAILED', `no connection to the peer at ${this.#options.address}: ${why}`);
    }
}

/** Loaded when the first client is made: servers do without @grpc/grpc-js, and need not install it. */
function loadGrpcClient(): typeof grpcClient {
    try {
        return createRequire(__filename)('./grpc-client') as typeof grpcClient;
    } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw cause;
        const remedy = 'add it to the dependencies with "npm install @grpc/grpc-js"';
        throw new ChaincodeError(
            'DEPENDENCY_MISSING',
            `a peer is dialled by @grpc/grpc-js, which is not installed: ${remedy}`,
            { cause },
        );
    }
}
