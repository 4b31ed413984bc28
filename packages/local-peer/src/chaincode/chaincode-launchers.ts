import type { Connect, ConnectByOrganization } from '../channel/connect-options';
import type { ChaincodeLauncher } from './chaincode-launcher';
import type { PeerSession } from './peer-session';

/**
 * The launchers of the organizations' peers. Each peer has sessions with the servers of its own organization; those of a
 * package that one server has for all are the first one's.
 */
export class ChaincodeLaunchers {
    readonly #first: ChaincodeLauncher;
    readonly #byOrganization: ReadonlyMap<string, ChaincodeLauncher>;

    /** @param mspIds of the organizations that have a peer: there is one at least */
    constructor(mspIds: readonly string[], create: () => ChaincodeLauncher) {
        this.#first = create();
        const [own = '', ...others] = mspIds;
        this.#byOrganization = new Map([[own, this.#first], ...others.map((mspId) => [mspId, create()] as const)]);
    }

    /** How many streams there are, registered or not. */
    get sessionCount(): number {
        return this.#all.reduce((sum, { sessionCount }) => sum + sessionCount, 0);
    }

    /**
     * Says where a package's server listens: each organization's, or one for all of them.
     * @returns takes that back: what was said before counts again, and what is new is forgotten, with its streams
     */
    install(packageId: string, connect: Connect | ConnectByOrganization): () => Promise<void> {
        const changes = Array.from(this.#byOrganization, ([mspId, launcher]) => {
            const own = isForAll(connect) ? (launcher === this.#first ? connect : undefined) : connect[mspId];
            const before = launcher.connectOf(packageId);
            if (own === undefined) launcher.forget(packageId);
            else launcher.install(packageId, own);
            return { launcher, own, before };
        });
        return async () => {
            for (const { launcher, own, before } of changes) {
                // Somebody else has said something since.
                if (launcher.connectOf(packageId) !== own) continue;
                if (before !== undefined) launcher.install(packageId, before);
                else if (own !== undefined) await launcher.uninstall(packageId);
            }
        };
    }

    /** Forgets a package, and ends its streams. */
    async uninstall(packageId: string): Promise<void> {
        await Promise.all(this.#all.map((launcher) => launcher.uninstall(packageId)));
    }

    /** The session that an organization's peer has with a package. @throws Error in the peer's words */
    launch(mspId: string, packageId: string): Promise<PeerSession> {
        const own = this.#byOrganization.get(mspId);
        return (own?.connectOf(packageId) === undefined ? this.#first : own).launch(packageId);
    }

    /** Waits for the sessions that all peers have with a package. @throws Error in the peer's words */
    async launchAll(packageId: string): Promise<void> {
        await Promise.all(Array.from(this.#byOrganization.keys(), (mspId) => this.launch(mspId, packageId)));
    }

    /** Ends all streams. Idempotent. */
    async close(): Promise<void> {
        await Promise.all(this.#all.map((launcher) => launcher.close()));
    }

    get #all(): ChaincodeLauncher[] {
        return [...this.#byOrganization.values()];
    }
}

/** Whether one server is for the peers of all organizations. */
export function isForAll(connect: Connect | ConnectByOrganization): connect is Connect {
    return typeof connect === 'function' || typeof connect.address === 'string';
}
