import { showNameOnly } from '../inspection';
import { type CloseOptions, DEFAULT_GRACE_MS } from './closing';
import {
    type ChaincodeHostOptions,
    type HostedChaincodeOptions,
    HostedChaincodes,
    type HostedChaincodeStatus,
} from './hosted-chaincodes';
import type { ListeningAddress } from './served-address';
import type { ServerTlsOptions } from './tls';

// A symbol and not private fields: methods work where the host is behind a Proxy, or the prototype of another object.
const HOSTED = Symbol('heddle.ChaincodeHost.hosted');

/**
 * Hosts any number of chaincodes as external services in one process. Each has an address of its own, or shares one with
 * others and has a host name of its own: peers are told apart by the name that they dial, which is the host of the
 * address in connection.json. They come and go while the others are served.
 *
 *     const host = new ChaincodeHost();
 *     await host.add({ packageId: 'assets_1:fcbf…', address: '0.0.0.0:9999', hostname: 'assets-1', chaincode });
 *     await host.add({ packageId: 'assets_2:0a1b…', address: '0.0.0.0:9999', hostname: 'assets-2', chaincode: next });
 *     await host.remove('assets_1:fcbf…');       // when the new definition is committed
 *     await host.close();
 */
export class ChaincodeHost {
    /** @internal */
    private readonly [HOSTED]: HostedChaincodes;

    static {
        showNameOnly(ChaincodeHost);
    }

    /** Wrong options are told when something is added. */
    constructor(options: ChaincodeHostOptions = {}) {
        this[HOSTED] = new HostedChaincodes(options);
    }

    /** Every chaincode, and those that were removed and have not ended yet. */
    get chaincodes(): HostedChaincodeStatus[] {
        return this[HOSTED].statuses;
    }

    /** How many streams peers have open, to all of them. */
    get sessionCount(): number {
        return this.chaincodes.reduce((sum, { sessionCount }) => sum + sessionCount, 0);
    }

    /** How many transactions are under way, of all of them. */
    get transactionsInFlight(): number {
        return this.chaincodes.reduce((sum, { transactionsInFlight }) => sum + transactionsInFlight, 0);
    }

    /** How many transactions wait for a place, of all of them, where limits are set. */
    get transactionsWaiting(): number {
        return this.chaincodes.reduce((sum, { transactionsWaiting }) => sum + transactionsWaiting, 0);
    }

    /** Whether some peer has accepted the registration of some of them. */
    get isReady(): boolean {
        return this.chaincodes.some(({ isReady }) => isReady);
    }

    /**
     * Serves a chaincode, and resolves when peers can dial in.
     * @throws ChaincodeError INVALID_OPTIONS where an option is wrong, the package id is served already, or nothing would
     * tell it from another one at its address; WORKER_FAILED where a worker thread cannot start; LISTEN_FAILED where it
     * cannot listen, or the host has been closed
     */
    async add(options: HostedChaincodeOptions): Promise<ListeningAddress> {
        return this[HOSTED].add(options);
    }

    /**
     * Takes no new streams and transactions for a chaincode, lets those under way finish, then ends its streams. The others
     * are not touched; where it was alone at its address, the port is given up at once. Resolves when it is gone, and to
     * whether it was there.
     */
    async remove(packageId: string, { graceMs = DEFAULT_GRACE_MS }: CloseOptions = {}): Promise<boolean> {
        return this[HOSTED].remove(packageId, graceMs);
    }

    /**
     * Serves other certificates to new connections, and demands those of other CAs of clients; existing
     * connections go on. Key and certificate are checked first.
     * @throws ChaincodeError INVALID_OPTIONS where they cannot be used, in which case the old ones stay; or where there
     * is no such chaincode, or it has no TLS
     */
    reloadTls(packageId: string, tls: ServerTlsOptions): void {
        this[HOSTED].reloadTls(packageId, tls);
    }

    /** Removes all of them. Idempotent; the first call's grace counts. */
    close({ graceMs = DEFAULT_GRACE_MS }: CloseOptions = {}): Promise<void> {
        return this[HOSTED].close(graceMs);
    }

    [Symbol.asyncDispose](): Promise<void> {
        return this.close();
    }
}
