import type { Admission } from '../admission/admission';
import { createAdmission } from '../admission/create-admission';
import { type Chaincode, checkedChaincode } from '../chaincode';
import { ChaincodeError } from '../errors';
import { guardedLogger } from '../guarded-logger';
import { createLogger } from '../logger';
import { http2Transport } from '../transport/http2-transport';
import { checkedOptions } from './host-options';
import { HostedChaincode } from './hosted-chaincode';
import { type ListeningAddress, ServedAddress } from './served-address';
import { type ChaincodeServerOptions, resolveServerOptions } from './server-options';
import type { ServerTlsOptions } from './tls';

/** What all chaincodes of a host have in common. */
export type ChaincodeHostOptions = Pick<ChaincodeServerOptions, 'keepalive' | 'limits' | 'logger' | 'transport'>;

/** One chaincode of a host. */
export interface HostedChaincodeOptions extends Omit<ChaincodeServerOptions, keyof ChaincodeHostOptions> {
    /** What answers the transactions. */
    readonly chaincode: Chaincode;
}

/** How one chaincode of a host is doing. */
export interface HostedChaincodeStatus {
    readonly packageId: string;
    /** How many streams peers have open. */
    readonly sessionCount: number;
    readonly transactionsInFlight: number;
    /** How many wait for a place, where limits are set. */
    readonly transactionsWaiting: number;
    /** Whether some peer has accepted the registration. */
    readonly isReady: boolean;
    /** Whether it has been removed, and only finishes what is under way. */
    readonly isDraining: boolean;
}

interface Placed {
    readonly hosted: HostedChaincode;
    readonly address: ServedAddress;
}

interface Departure extends Placed {
    readonly done: Promise<void>;
}

/** Chaincodes that come and go while others are served: what a ChaincodeHost does. */
export class HostedChaincodes {
    readonly #options: ChaincodeHostOptions;
    readonly #placed = new Map<string, Placed>();
    readonly #departures = new Set<Departure>();
    /** Of all chaincodes, from the first one on that is served. */
    #admission: Admission | undefined;
    #closing: Promise<void> | undefined;

    constructor({ logger = createLogger(), transport = http2Transport, ...options }: ChaincodeHostOptions) {
        this.#options = { ...options, logger: guardedLogger(logger), transport };
    }

    get statuses(): HostedChaincodeStatus[] {
        const present = Array.from(this.#placed.values(), ({ hosted }) => statusOf(hosted, false));
        const leaving = Array.from(this.#departures, ({ hosted }) => statusOf(hosted, true));
        return [...present, ...leaving];
    }

    /** @throws ChaincodeError INVALID_OPTIONS, WORKER_FAILED, LISTEN_FAILED */
    async add(options: HostedChaincodeOptions): Promise<ListeningAddress> {
        if (this.#closing !== undefined) throw new ChaincodeError('LISTEN_FAILED', 'the host has been closed');
        const { chaincode, ...serverOptions } = checkedOptions(options);
        const resolved = resolveServerOptions({ ...serverOptions, ...this.#options });
        const { packageId, logger } = resolved;
        if (this.#placed.has(packageId)) {
            throw new ChaincodeError('INVALID_OPTIONS', `${packageId} is served already: remove it first`);
        }
        if (resolved.limits !== undefined) this.#admission ??= createAdmission(resolved);
        const hosted = new HostedChaincode(checkedChaincode(chaincode), resolved, this.#admission, this.#isReady);
        const placed = { hosted, address: this.#place(hosted) };
        this.#placed.set(packageId, placed);
        try {
            const [listening] = await Promise.all([placed.address.listening, hosted.started]);
            logger.info(
                { packageId, address: listening.address },
                `listening on ${hosted.describe(listening.address)}`,
            );
            hosted.warnOfCertificates();
            return listening;
        } catch (thrown) {
            if (this.#placed.get(packageId) === placed) await this.remove(packageId, 0);
            throw thrown;
        }
    }

    /** Resolves when it is gone, and to whether it was there. */
    async remove(packageId: string, graceMs: number): Promise<boolean> {
        const placed = this.#placed.get(packageId);
        if (placed !== undefined) {
            this.#placed.delete(packageId);
            await this.#depart(placed, graceMs);
            return true;
        }
        const leaving = [...this.#departures].filter(({ hosted }) => hosted.options.packageId === packageId);
        await Promise.all(leaving.map(({ done }) => done));
        return false;
    }

    /** @throws ChaincodeError INVALID_OPTIONS, in which case the old certificates stay */
    reloadTls(packageId: string, tls: ServerTlsOptions): void {
        const placed = this.#placed.get(packageId);
        if (placed === undefined) throw new ChaincodeError('INVALID_OPTIONS', `${packageId} is not served here`);
        const { hosted, address } = placed;
        hosted.replaceTls(tls);
        address.secure();
        hosted.options.logger.info(
            { packageId },
            `new connections for ${packageId} are shown ${hosted.describeCertificate()}`,
        );
        hosted.warnOfCertificates();
    }

    /** Idempotent; the first call's grace counts. */
    close(graceMs: number): Promise<void> {
        return (this.#closing ??= this.#close(graceMs));
    }

    /** Whether a peer has accepted an id on any stream, of those that are draining too. */
    readonly #isReady = (packageId: string, host: string): boolean =>
        [...this.#placed.values(), ...this.#departures].some(
            ({ hosted }) => hosted.options.packageId === packageId && hosted.sessions.isReadyFor(host),
        );

    #place(hosted: HostedChaincode): ServedAddress {
        const { address } = hosted.options;
        const there = Array.from(this.#placed.values(), (placed) => placed.address);
        const shared = there.find((one) => !one.isClosing && one.isAt(address));
        if (shared !== undefined) {
            shared.admit(hosted);
            return shared;
        }
        const left = [...this.#departures].filter((departure) => departure.address.isClosing);
        const released = left.map((departure) => departure.address.released);
        return new ServedAddress(hosted, Promise.all([...released, hosted.started]));
    }

    async #depart({ hosted, address }: Placed, graceMs: number): Promise<void> {
        const departure = { hosted, address, done: address.dismiss(hosted, graceMs) };
        this.#departures.add(departure);
        await departure.done;
        this.#departures.delete(departure);
    }

    async #close(graceMs: number): Promise<void> {
        const placed = [...this.#placed.values()];
        this.#placed.clear();
        // Those that were given longer are not waited for longer.
        const hurried = Array.from(this.#departures, ({ hosted, done }) => [hosted.close(graceMs), done]);
        await Promise.all([...hurried.flat(), ...placed.map((one) => this.#depart(one, graceMs))]);
    }
}

function statusOf({ options: { packageId }, sessions }: HostedChaincode, isDraining: boolean): HostedChaincodeStatus {
    const { size: sessionCount, transactionsInFlight, transactionsWaiting, isReady } = sessions;
    return { packageId, sessionCount, transactionsInFlight, transactionsWaiting, isReady, isDraining };
}
