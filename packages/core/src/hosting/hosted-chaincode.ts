import { X509Certificate } from 'node:crypto';
import type { MessageStream } from '@heddle/protocol';
import type { Admission } from '../admission/admission';
import type { Chaincode } from '../chaincode';
import { ChaincodeError } from '../errors';
import type { SessionOrigin } from '../transport/session-origin';
import { validityProblems } from './certificate-validity';
import { HostedSessions } from './hosted-sessions';
import { demandOf, type ServedChaincode } from './served-chaincode';
import type { ResolvedServerOptions } from './server-options';
import { type ResolvedServerTls, resolveServerTls, type ServerTlsOptions } from './tls';

/** One chaincode under its package id: its options, its certificates of now, and its sessions. */
export class HostedChaincode implements ServedChaincode {
    readonly options: ResolvedServerOptions;
    readonly sessions: HostedSessions;
    /** Resolves when its worker threads run; rejects with WORKER_FAILED. */
    readonly started: Promise<void>;
    #isStarted = false;
    #tls: ResolvedServerTls | undefined;

    /** @param admission, isReadyElsewhere as for HostedSessions */
    constructor(
        chaincode: Chaincode,
        options: ResolvedServerOptions,
        admission: Admission | undefined,
        isReadyElsewhere: (packageId: string, host: string) => boolean,
    ) {
        this.options = options;
        this.#tls = options.tls;
        this.sessions = new HostedSessions(chaincode, options, admission, (host) =>
            isReadyElsewhere(options.packageId, host),
        );
        this.started = this.#start();
        // It may be that nobody waits for it any more.
        this.started.catch(() => undefined);
    }

    /** Whether it can take streams. */
    get isStarted(): boolean {
        return this.#isStarted;
    }

    get tls(): ResolvedServerTls | undefined {
        return this.#tls;
    }

    get demand(): string {
        return demandOf(this.#tls);
    }

    /** Neither rejects: how a session ended is in the log. */
    serve(stream: MessageStream, origin: SessionOrigin): void {
        void this.sessions.serve(stream, origin);
    }

    /**
     * Takes other certificates.
     * @throws ChaincodeError INVALID_OPTIONS where they do not fit; those of before hold on then
     */
    replaceTls(tls: ServerTlsOptions): void {
        const resolved = resolveServerTls(tls);
        if (this.#tls === undefined || resolved === undefined) {
            const what = this.#tls === undefined ? 'on' : 'off';
            throw new ChaincodeError(
                'INVALID_OPTIONS',
                `TLS of ${this.options.packageId} cannot be turned ${what} while it is served: remove it, and add it anew`,
            );
        }
        this.#tls = resolved;
    }

    /** Where, for whom and how it is served, for the log. */
    describe(address: string): string {
        const { packageId, hostname } = this.options;
        const name = hostname === undefined ? '' : ` at the host name ${hostname}`;
        return `${address} for ${packageId}${name}, ${this.#describeTls()}`;
    }

    /** Whose certificate it shows, and until when that is valid, for the log. */
    describeCertificate(): string {
        if (this.#tls === undefined) return 'no certificate';
        const { subject, validTo } = new X509Certificate(this.#tls.cert);
        return `the certificate of ${subject.replaceAll('\n', ', ')}, valid until ${validTo}`;
    }

    /** Warns of certificates that are not valid now: the one that it shows, and those by which clients are checked. */
    warnOfCertificates(): void {
        if (this.#tls === undefined) return;
        const { cert, clientCACerts } = this.#tls;
        const problems = validityProblems(cert, 'peers refuse to connect');
        if (clientCACerts !== undefined)
            problems.push(...validityProblems(clientCACerts, 'peers whose certificates it issued are refused'));
        const { packageId, logger } = this.options;
        for (const problem of problems) logger.warn({ packageId }, problem);
    }

    /** Refuses new transactions, lets those under way finish for as long as that, then ends all streams. */
    async close(graceMs: number): Promise<void> {
        // Threads that are about to run cannot be ended before they do. Why they do not is told by `started`.
        if (!this.#isStarted) await this.started.catch(() => undefined);
        await this.sessions.close(graceMs);
    }

    async #start(): Promise<void> {
        await this.sessions.start();
        this.#isStarted = true;
    }

    #describeTls(): string {
        if (this.#tls === undefined) return 'without TLS';
        return this.#tls.clientCACerts === undefined ? 'with TLS' : 'with mutual TLS';
    }
}
