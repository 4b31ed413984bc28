import type { Socket } from 'node:net';
import type { MessageStream } from '@heddle/protocol';
import { ChaincodeError } from '../errors';
import { LimitedLog } from '../limited-log';
import { GrpcError, GrpcStatus } from '../transport/grpc-status';
import { Health } from '../transport/health';
import type { SessionOrigin } from '../transport/session-origin';
import type { Transport } from '../transport/transport';
import { within } from '../within';
import { SHUTDOWN_MS } from './closing';
import { formatHostAndPort, type HostAndPort } from './host-and-port';
import { hostNameOf } from './host-name';
import { Listener } from './listener';
import { demandOf, type ServedChaincode } from './served-chaincode';
import type { ResolvedServerTls } from './tls';
import { type NamedTls, TlsByName } from './tls-by-name';

/** Where a server listens. */
export interface ListeningAddress extends HostAndPort {
    /** Host and port as one text, for a peer or a client to dial. */
    readonly address: string;
}

/**
 * An address, and the chaincodes that are served there: one, or several that are told apart by the host name that the
 * peer dials.
 *
 * Owns: the port, the connections, and the gRPC that is spoken on them. There is one transport for each kind of
 * certificate that clients must show, so that no stream comes by a connection that was let in on easier terms. Does not
 * own: the sessions of the chaincodes, which end with it all the same.
 */
export class ServedAddress {
    /** Resolves when peers can dial in; rejects with LISTEN_FAILED. */
    readonly listening: Promise<ListeningAddress>;
    #release: () => void = () => undefined;
    /** Resolves when somebody else can have the port. */
    readonly released = new Promise<void>((resolve) => {
        this.#release = resolve;
    });
    readonly #options: ServedChaincode['options'];
    readonly #warnings: LimitedLog;
    readonly #chaincodes = new Set<ServedChaincode>();
    readonly #health = new Health();
    readonly #listener: Listener;
    /** Chaincodes that are served no longer, while their transactions finish. */
    readonly #leaving = new Set<Promise<void>>();
    readonly #transports = new Map<string, Transport>();
    /** Transports that take no new streams, until their last one has ended. */
    readonly #retiring = new Set<Promise<void>>();
    #bound: string | undefined;
    #closing: Promise<void> | undefined;

    /**
     * @param first the chaincode that is served there from the beginning
     * @param free resolves when the address is free, and the chaincode can take streams
     */
    constructor(first: ServedChaincode, free: Promise<unknown>) {
        this.#options = first.options;
        this.#warnings = new LimitedLog(first.options.logger);
        this.#chaincodes.add(first);
        this.#listener = new Listener({
            tls: this.#tlsByName(),
            logger: first.options.logger,
            observer: first.options.observer,
            // TLS ends at the listener: what it hands on is already decrypted.
            accept: (connection, tls) => {
                this.#accept(connection, tls);
            },
        });
        if (first.options.hostname !== undefined) this.#checkTransport();
        this.listening = this.#listen(free);
        // It may be that nobody waits for it any more.
        this.listening.catch(() => undefined);
    }

    /** Whether these words mean this address. Port 0 means one that nobody has yet. */
    isAt(address: HostAndPort): boolean {
        if (address.port === 0) return false;
        const asked = formatHostAndPort(address);
        return asked === this.#bound || asked === formatHostAndPort(this.#options.address);
    }

    /** Whether it has given its port up, or is about to. */
    get isClosing(): boolean {
        return this.#closing !== undefined;
    }

    /** @throws ChaincodeError INVALID_OPTIONS where nothing would tell it from another one that is served here */
    admit(chaincode: ServedChaincode): void {
        this.#checkDistinct(chaincode);
        this.#chaincodes.add(chaincode);
        this.secure();
    }

    /** Takes no new streams for it, lets its transactions finish for as long as that, and ends its streams. */
    dismiss(chaincode: ServedChaincode, graceMs: number): Promise<void> {
        if (this.#chaincodes.size === 1 && this.#chaincodes.has(chaincode)) return this.close(graceMs);
        this.#chaincodes.delete(chaincode);
        this.secure();
        const leaving = chaincode.close(graceMs).then(() => void this.#leaving.delete(leaving));
        this.#leaving.add(leaving);
        return leaving;
    }

    /** Lets new connections in by the certificates that the chaincodes have now. */
    secure(): void {
        this.#listener.secure(this.#tlsByName());
        const demands = new Set(Array.from(this.#chaincodes, ({ demand }) => demand));
        for (const [demand, transport] of this.#transports) {
            if (!demands.has(demand)) this.#retire(demand, transport);
        }
    }

    /** Tells those who ask for its health whether anything that is served here can be used. */
    tellHealth(isServing: boolean): void {
        this.#health.become(isServing);
    }

    /** Gives the port up, lets transactions finish for as long as that, then ends streams and connections. Idempotent. */
    close(graceMs: number): Promise<void> {
        return (this.#closing ??= this.#close(graceMs));
    }

    async #listen(free: Promise<unknown>): Promise<ListeningAddress> {
        await free;
        const bound = await this.#listener.listen(this.#options.address);
        this.#bound = formatHostAndPort(bound);
        return { ...bound, address: this.#bound };
    }

    #checkDistinct({ options: { packageId, address, hostname }, tls }: ServedChaincode): void {
        const where = formatHostAndPort(address);
        for (const { options: other, tls: otherTls } of this.#chaincodes) {
            if (other.hostname === hostname) {
                const name = hostname === undefined ? '' : ` and the host name ${hostname}`;
                throw indistinct(`${packageId} and ${other.packageId} have the same address, ${where}${name}`);
            }
            if ((otherTls === undefined) !== (tls === undefined)) {
                throw indistinct(`of ${packageId} and ${other.packageId}, both at ${where}, only one has TLS`);
            }
        }
        this.#checkTransport();
    }

    /** @throws ChaincodeError INVALID_OPTIONS where the transport does not tell host names */
    #checkTransport(): void {
        const { address } = this.#options;
        if (this.#transportFor('').tellsAuthority) return;
        throw indistinct(
            `the transport at ${formatHostAndPort(address)} does not tell the host name that a peer dials`,
        );
    }

    #tlsByName(): TlsByName | undefined {
        const named = Array.from(this.#chaincodes).flatMap(({ options: { hostname }, tls }): NamedTls[] =>
            tls === undefined ? [] : [{ hostname, tls }],
        );
        const [first, ...others] = named;
        return first && new TlsByName([first, ...others]);
    }

    #accept(connection: Socket, tls: ResolvedServerTls | undefined): void {
        this.#transportFor(demandOf(tls)).accept(connection);
    }

    #transportFor(demand: string): Transport {
        const { keepalive, transport } = this.#options;
        const existing = this.#transports.get(demand);
        if (existing !== undefined) return existing;
        const created = transport({
            keepalive,
            health: this.#health,
            onConnect: (stream, origin) => {
                this.#connect(stream, origin, demand);
            },
        });
        this.#transports.set(demand, created);
        return created;
    }

    #retire(demand: string, transport: Transport): void {
        this.#transports.delete(demand);
        const retiring = transport.close().then(() => void this.#retiring.delete(retiring));
        this.#retiring.add(retiring);
    }

    #connect(stream: MessageStream, origin: SessionOrigin, shown: string): void {
        const chaincode = this.#find(origin.authority ?? '');
        if (this.#closing !== undefined) this.#refuse(stream, UNAVAILABLE, 'the chaincode server is shutting down');
        else if (chaincode === undefined) this.#refuseName(stream, origin);
        else if (chaincode.demand !== '' && chaincode.demand !== shown) this.#refuseTerms(stream, origin);
        else if (!chaincode.isStarted) this.#refuse(stream, UNAVAILABLE, 'the chaincode is starting');
        else chaincode.serve(stream, origin);
    }

    #find(authority: string): ServedChaincode | undefined {
        const name = hostNameOf(authority);
        const chaincodes = [...this.#chaincodes];
        return (
            chaincodes.find(({ options: { hostname } }) => hostname === name) ??
            chaincodes.find(({ options: { hostname } }) => hostname === undefined)
        );
    }

    #refuseName(stream: MessageStream, { remote, authority }: SessionOrigin): void {
        const known = Array.from(this.#chaincodes, ({ options }) => `${options.hostname ?? ''} (${options.packageId})`);
        this.#warnings.write(
            'warn',
            'name',
            { remote, authority },
            `refused a stream from ${remote}: it asks for ${JSON.stringify(authority)}, and nothing is served here under ` +
                `that host name, only under ${known.join(', ')}: correct the address in the package's connection.json`,
        );
        this.#refuse(stream, GrpcStatus.UNIMPLEMENTED, `no chaincode is served here as ${String(authority)}`);
    }

    #refuseTerms(stream: MessageStream, { remote, authority }: SessionOrigin): void {
        this.#warnings.write(
            'warn',
            'terms',
            { remote, authority },
            `refused a stream from ${remote}: it asks for ${JSON.stringify(authority)} on a connection that was made for ` +
                'another host name, which demands other client certificates',
        );
        this.#refuse(stream, UNAVAILABLE, `${String(authority)} needs a connection of its own`);
    }

    #refuse(stream: MessageStream, status: GrpcStatus, why: string): void {
        // It does not reject: a stream that cannot be closed is closed.
        void stream.close(new GrpcError(status, why));
    }

    async #close(graceMs: number): Promise<void> {
        this.#warnings.close();
        this.#health.drain();
        const chaincodes = [...this.#chaincodes];
        const gone = this.#giveUpPort();
        // Behind the port: who dials again at once finds it closed.
        for (const transport of this.#transports.values()) transport.drain?.();
        await Promise.all([...chaincodes.map((chaincode) => chaincode.close(graceMs)), ...this.#leaving]);
        this.#health.close();
        for (const [demand, transport] of this.#transports) this.#retire(demand, transport);
        if (!(await within(SHUTDOWN_MS, Promise.all(this.#retiring)))) this.#listener.destroyConnections();
        await gone;
    }

    async #giveUpPort(): Promise<void> {
        // Where it is about to listen, there is nothing to close before it does. If it cannot, `listening` says why.
        if (this.#bound === undefined) await this.listening.catch(() => undefined);
        const gone = this.#listener.close();
        this.#release();
        await gone;
    }
}

const { UNAVAILABLE } = GrpcStatus;

function indistinct(what: string): ChaincodeError {
    return new ChaincodeError(
        'INVALID_OPTIONS',
        `${what}: give each package id an address of its own, or a host name of its own at the same address`,
    );
}
