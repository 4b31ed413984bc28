import { createAdmission } from '../admission/create-admission';
import { type Chaincode, checkedChaincode } from '../chaincode';
import { ChaincodeError, toError } from '../errors';
import type { Http2ClientStream } from '../transport/http2-client-stream';
import { PeerConnection } from '../transport/peer-connection';
import { within } from '../within';
import { validityProblems } from './certificate-validity';
import { type ChaincodeClientOptions, resolveClientOptions, type ResolvedClientOptions } from './client-options';
import { HostedSessions } from './hosted-sessions';

/** How long a peer may take to end a call that this side has ended. */
const FAREWELL_MS = 1_000;
/** How long dialling may take where the registration has no limit: what gRPC's clients give an attempt. */
const DIAL_TIMEOUT_MS = 20_000;

/** A chaincode that is served to a peer which it dials: what a ChaincodeClient does. */
export class DialledService {
    readonly #options: ResolvedClientOptions;
    readonly #sessions: HostedSessions;
    readonly #connection: PeerConnection;
    /** Whether there is a stream. */
    #isRegistered = false;
    #running: Promise<void> | undefined;
    #closing: Promise<void> | undefined;

    /** @throws ChaincodeError INVALID_OPTIONS */
    constructor(chaincode: Chaincode, options: ChaincodeClientOptions) {
        this.#options = resolveClientOptions(options);
        this.#sessions = new HostedSessions(checkedChaincode(chaincode), this.#options, createAdmission(this.#options));
        this.#connection = connectionOf(this.#options);
    }

    get isReady(): boolean {
        return this.#sessions.isReady;
    }

    get transactionsInFlight(): number {
        return this.#sessions.transactionsInFlight;
    }

    get transactionsWaiting(): number {
        return this.#sessions.transactionsWaiting;
    }

    /** To be called once. @throws ChaincodeError WORKER_FAILED, CONNECTION_FAILED */
    async run(): Promise<void> {
        if (this.#running !== undefined || this.#closing !== undefined) {
            throw this.#failed('a client runs once, and this one was started or closed before: make a new one');
        }
        this.#running = this.#serve();
        return this.#running;
    }

    /** Idempotent. */
    close(graceMs: number): Promise<void> {
        return (this.#closing ??= this.#close(graceMs));
    }

    async #serve(): Promise<void> {
        const { address, packageId, logger } = this.#options;
        await this.#sessions.start();
        this.#warnOfCertificates();
        logger.info({ packageId, address }, `dialling the peer at ${address} for ${packageId}`);
        try {
            await this.#serveStream(await this.#register());
        } finally {
            this.#connection.close();
        }
    }

    /** Warns of certificates that are not valid now, or not for long: its own one, and those by which the peer is checked. */
    #warnOfCertificates(): void {
        const { tls, packageId, logger } = this.#options;
        if (tls === undefined) return;
        const problems = [
            ...(tls.keyPair === undefined ? [] : validityProblems(tls.keyPair.cert, 'the peer refuses the connection')),
            ...validityProblems(tls.rootCert, 'a peer whose certificate it issued is not trusted'),
        ];
        for (const problem of problems) logger.warn({ packageId }, problem);
    }

    async #serveStream(stream: Http2ClientStream | undefined): Promise<void> {
        if (stream === undefined) return;
        this.#isRegistered = true;
        const { address } = this.#options;
        await this.#sessions.serve(stream, { remote: address, host: address });
        // What was said last has only been handed on: a process that ended now would take it along. A peer ends the call
        // behind our end of it, and has read all of it then.
        await within(FAREWELL_MS, stream.over);
        this.#connection.close();
        const failure = await stream.over;
        if (failure !== undefined && this.#closing === undefined) throw this.#failed(failure.message);
    }

    /** Undefined where it was closed while it dialled. */
    async #register(): Promise<Http2ClientStream | undefined> {
        try {
            return await this.#connection.register();
        } catch (thrown) {
            if (this.#closing !== undefined) return undefined;
            throw this.#failed(toError(thrown).message);
        }
    }

    async #close(graceMs: number): Promise<void> {
        // A stream drains; there is nothing to wait for where there is none.
        if (!this.#isRegistered) this.#connection.close();
        await this.#sessions.close(graceMs);
        // Why it failed is told by `run`.
        await this.#running?.catch(() => undefined);
    }

    #failed(why: string): ChaincodeError {
        return new ChaincodeError('CONNECTION_FAILED', `no connection to the peer at ${this.#options.address}: ${why}`);
    }
}

function connectionOf({
    address,
    target,
    tls,
    keepalive,
    registrationTimeoutMs,
}: ResolvedClientOptions): PeerConnection {
    const dialTimeoutMs = registrationTimeoutMs === 0 ? DIAL_TIMEOUT_MS : registrationTimeoutMs;
    return new PeerConnection({ ...target, authority: address, tls, keepalive, dialTimeoutMs });
}
