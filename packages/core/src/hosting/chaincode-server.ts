import { type Chaincode, checkedChaincode } from '../chaincode';
import { ChaincodeError } from '../errors';
import { showNameOnly } from '../inspection';
import { ChaincodeHost } from './chaincode-host';
import type { CloseOptions } from './closing';
import type { HostedChaincodeOptions } from './hosted-chaincodes';
import type { ListeningAddress } from './served-address';
import { type ChaincodeServerOptions, resolveServerOptions } from './server-options';
import type { ServerTlsOptions } from './tls';

interface ServerState {
    readonly options: HostedChaincodeOptions;
    readonly host: ChaincodeHost;
    starting: Promise<ListeningAddress> | undefined;
    isClosed: boolean;
}

// A symbol and not private fields: methods work where the server is behind a Proxy, or the prototype of another object.
const STATE = Symbol('heddle.ChaincodeServer.state');

/**
 * Hosts a chaincode as an external service: peers dial in, each stream that they open becomes a session. The health
 * service of gRPC is on the same port. It is a ChaincodeHost with one chaincode.
 *
 *     const server = new ChaincodeServer(chaincode, { packageId: 'mycc:fcbf…', address: '0.0.0.0:9999' });
 *     await server.start();
 *     process.once('SIGTERM', () => void server.close());
 */
export class ChaincodeServer {
    /** @internal */
    private readonly [STATE]: ServerState;

    static {
        showNameOnly(ChaincodeServer);
    }

    /** @throws ChaincodeError INVALID_OPTIONS, with one sentence that names the option and the remedy */
    constructor(chaincode: Chaincode, options: ChaincodeServerOptions) {
        const { keepalive, logger, transport } = resolveServerOptions(options);
        const { keepalive: _keepalive, limits, logger: _logger, transport: _transport, ...own } = options;
        this[STATE] = {
            options: { ...own, chaincode: checkedChaincode(chaincode) },
            host: new ChaincodeHost({ keepalive, limits, logger, transport }),
            starting: undefined,
            isClosed: false,
        };
    }

    /** How many streams peers have open. */
    get sessionCount(): number {
        return this[STATE].host.sessionCount;
    }

    /** How many transactions are under way, on all streams. */
    get transactionsInFlight(): number {
        return this[STATE].host.transactionsInFlight;
    }

    /** How many transactions wait for a place, where limits are set. */
    get transactionsWaiting(): number {
        return this[STATE].host.transactionsWaiting;
    }

    /** Whether some peer has accepted the registration. */
    get isReady(): boolean {
        return this[STATE].host.isReady;
    }

    /**
     * Listens, and resolves when peers can dial in.
     * @throws ChaincodeError WORKER_FAILED where a worker thread cannot start; LISTEN_FAILED where it cannot listen, or has been started or closed before
     */
    async start(): Promise<ListeningAddress> {
        const state = this[STATE];
        if (state.isClosed) throw misused('it has been closed, and a server listens once: make a new one');
        if (state.starting !== undefined) throw misused('it has been started already');
        state.starting = state.host.add(state.options);
        return state.starting;
    }

    /**
     * Serves another certificate to new connections, and demands those of other CAs of clients; existing
     * connections go on. Key and certificate are checked first.
     * @throws ChaincodeError INVALID_OPTIONS where they cannot be used, in which case the old ones stay; or where the
     * server has no TLS, or does not listen
     */
    reloadTls(tls: ServerTlsOptions): void {
        const { host, options } = this[STATE];
        host.reloadTls(options.packageId, tls);
    }

    /**
     * Drains: takes no new connections and no new transactions, lets those under way finish, then ends all streams.
     * Idempotent; the first call's grace counts.
     */
    close(options: CloseOptions = {}): Promise<void> {
        const state = this[STATE];
        state.isClosed = true;
        return state.host.close(options);
    }

    [Symbol.asyncDispose](): Promise<void> {
        return this.close();
    }
}

function misused(why: string): ChaincodeError {
    return new ChaincodeError('LISTEN_FAILED', `the server cannot start: ${why}`);
}
