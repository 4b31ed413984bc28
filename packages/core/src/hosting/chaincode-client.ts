import type { Chaincode } from '../chaincode';
import { showNameOnly } from '../inspection';
import type { ChaincodeClientOptions } from './client-options';
import { type CloseOptions, DEFAULT_GRACE_MS } from './closing';
import { DialledService } from './dialled-service';

// A symbol and not private fields: methods work where the client is behind a Proxy, or the prototype of another object.
const SERVICE = Symbol('heddle.ChaincodeClient.service');

/**
 * Hosts a chaincode by dialling a peer, as peers want it of chaincode that they launched themselves, and in their
 * development mode. The session is the same as on a server.
 *
 *     const client = new ChaincodeClient(chaincode, { packageId: 'mycc:1.0', address: 'localhost:7052' });
 *     process.once('SIGTERM', () => void client.close());
 *     await client.run();
 */
export class ChaincodeClient {
    /** @internal */
    private readonly [SERVICE]: DialledService;

    static {
        showNameOnly(ChaincodeClient);
    }

    /** @throws ChaincodeError INVALID_OPTIONS, with one sentence that names the option and the remedy */
    constructor(chaincode: Chaincode, options: ChaincodeClientOptions) {
        this[SERVICE] = new DialledService(chaincode, options);
    }

    /** Whether the peer has accepted the registration. */
    get isReady(): boolean {
        return this[SERVICE].isReady;
    }

    /** How many transactions are under way. */
    get transactionsInFlight(): number {
        return this[SERVICE].transactionsInFlight;
    }

    /** How many transactions wait for a place, where limits are set. */
    get transactionsWaiting(): number {
        return this[SERVICE].transactionsWaiting;
    }

    /**
     * Dials the peer and serves it until one of the two ends the stream. To be called once.
     * @throws ChaincodeError WORKER_FAILED where a worker thread cannot start; CONNECTION_FAILED, with the cause, where the peer cannot be reached or the connection breaks
     */
    async run(): Promise<void> {
        return this[SERVICE].run();
    }

    /** Drains: takes no new transactions, lets those under way finish, then ends the stream. Idempotent. */
    close({ graceMs = DEFAULT_GRACE_MS }: CloseOptions = {}): Promise<void> {
        return this[SERVICE].close(graceMs);
    }

    [Symbol.asyncDispose](): Promise<void> {
        return this.close();
    }
}
