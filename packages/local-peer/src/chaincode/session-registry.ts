import type { PeerSession, SessionRegistrations } from './peer-session';

/** One attempt to get a chaincode's session ready; calls of the chaincode that come meanwhile wait for it. */
export class Launch {
    readonly done: Promise<void>;
    readonly #settle: (error: Error | undefined) => void;

    constructor() {
        let settle: ((error: Error | undefined) => void) | undefined;
        this.done = new Promise((resolve, reject) => {
            settle = (error) => {
                if (error === undefined) resolve();
                else reject(error);
            };
        });
        // Those who wait get the error; if nobody does, a failed launch must not be an unhandled rejection.
        this.done.catch(() => undefined);
        this.#settle = (error) => settle?.(error);
    }

    /** Says that it succeeded, or why not. The first time counts. */
    settle(error?: Error): void {
        this.#settle(error);
    }
}

/**
 * The sessions of a peer by package id (fabric, core/chaincode/handler_registry.go). Only an id that the peer is
 * launching, and that has no session yet, may register.
 */
export class SessionRegistry implements SessionRegistrations {
    readonly #sessions = new Map<string, PeerSession>();
    readonly #launches = new Map<string, Launch>();

    session(packageId: string): PeerSession | undefined {
        return this.#sessions.get(packageId);
    }

    /** The launch of this id that is under way or done, or a new one. */
    launch(packageId: string): { readonly launch: Launch; readonly isNew: boolean } {
        const known = this.#launches.get(packageId);
        if (known !== undefined) return { launch: known, isNew: false };
        const launch = new Launch();
        this.#launches.set(packageId, launch);
        return { launch, isNew: true };
    }

    register(packageId: string, session: PeerSession): void {
        if (this.#sessions.has(packageId)) throw new Error(`duplicate chaincodeID: ${packageId}`);
        if (!this.#launches.has(packageId)) {
            throw new Error(`peer will not accept external chaincode connection ${packageId} (except in dev mode)`);
        }
        this.#sessions.set(packageId, session);
    }

    settle(packageId: string, error?: Error): void {
        this.#launches.get(packageId)?.settle(error);
    }

    /**
     * Removes the session with this id, even if it is another one's: a refused duplicate that ends takes the healthy one
     * along, as in Fabric.
     */
    deregister(packageId: string): void {
        this.#sessions.delete(packageId);
        this.#launches.delete(packageId);
    }
}
