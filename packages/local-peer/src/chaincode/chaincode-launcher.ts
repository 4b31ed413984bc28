import type { Connect } from '../channel/connect-options';
import { errorText } from '../errors';
import type { Connection } from './dial';
import { openConnection } from './open-connection';
import { PeerSession, type SessionOptions } from './peer-session';
import type { Launch, SessionRegistry } from './session-registry';

export interface LauncherOptions extends Omit<SessionOptions, 'services'> {
    readonly registry: SessionRegistry;
    /** How long a chaincode may take to register, in milliseconds. */
    readonly startupTimeoutMs: number;
}

/** Dials chaincode servers and waits for them to register (fabric, core/chaincode/runtime_launcher.go). */
export class ChaincodeLauncher {
    readonly #options: LauncherOptions;
    readonly #services: SessionOptions['services'];
    readonly #packages = new Map<string, Connect>();
    /** Everything that was dialled and has not ended yet. */
    readonly #running = new Set<Promise<void>>();
    readonly #connections = new Set<Connection>();
    readonly #sessions = new Set<PeerSession>();
    #closed = false;

    constructor(options: LauncherOptions, services: SessionOptions['services']) {
        this.#options = options;
        this.#services = services;
    }

    /** Says where the server of a package listens; a package that has a session keeps it. */
    install(packageId: string, connect: Connect): void {
        this.#packages.set(packageId, connect);
    }

    /** Where the server of a package listens; undefined where that was not said. */
    connectOf(packageId: string): Connect | undefined {
        return this.#packages.get(packageId);
    }

    /** Takes back where the server of a package listens; a session that there is goes on. */
    forget(packageId: string): void {
        this.#packages.delete(packageId);
    }

    /** Forgets a package, and ends its stream. */
    async uninstall(packageId: string): Promise<void> {
        this.#packages.delete(packageId);
        await this.#options.registry.session(packageId)?.close();
    }

    /** How many streams there are, registered or not. */
    get sessionCount(): number {
        return this.#sessions.size;
    }

    /**
     * The session of a package; dials its server if there is no session yet.
     * @throws Error in the peer's words where the server cannot be reached, or does not register
     */
    async launch(packageId: string): Promise<PeerSession> {
        const { registry } = this.#options;
        const ready = registry.session(packageId);
        if (ready?.isReady === true) return ready;
        try {
            await this.#launchOrWait(packageId);
        } catch (error) {
            throw new Error(`could not launch chaincode ${packageId}: ${errorText(error)}`, { cause: error });
        }
        const session = registry.session(packageId);
        if (session !== undefined) return session;
        throw new Error(`claimed to start chaincode container for ${packageId} but could not find handler`);
    }

    /** Ends all streams. Idempotent. */
    async close(): Promise<void> {
        this.#closed = true;
        await Promise.all([...this.#sessions].map((session) => session.close()));
        await Promise.all([...this.#connections].map((connection) => connection.close()));
        await Promise.all(this.#running);
    }

    async #launchOrWait(packageId: string): Promise<void> {
        const { registry, startupTimeoutMs } = this.#options;
        const { launch, isNew } = registry.launch(packageId);
        if (!isNew) {
            await registered(launch);
            return;
        }
        const timer = setTimeout(() => {
            launch.settle(new LaunchError(`timeout expired while starting chaincode ${packageId} for transaction`));
        }, startupTimeoutMs);
        try {
            this.#start(packageId, launch);
            await registered(launch);
        } catch (error) {
            registry.deregister(packageId);
            throw error;
        } finally {
            clearTimeout(timer);
        }
    }

    #start(packageId: string, launch: Launch): void {
        const running = this.#run(packageId, launch).finally(() => {
            this.#running.delete(running);
        });
        this.#running.add(running);
    }

    /** Dials, and serves the stream until it ends. Never rejects: the launch is told. */
    async #run(packageId: string, launch: Launch): Promise<void> {
        const connection = await this.#dial(packageId, launch);
        if (connection === undefined) return;
        const session = new PeerSession(connection.stream, { ...this.#options, services: this.#services });
        this.#connections.add(connection);
        this.#sessions.add(session);
        await (this.#closed ? session.close() : session.run());
        await connection.close();
        this.#sessions.delete(session);
        this.#connections.delete(connection);
        launch.settle(new Error(`connection to ${packageId} terminated`));
    }

    async #dial(packageId: string, launch: Launch): Promise<Connection | undefined> {
        try {
            const connect = this.#packages.get(packageId);
            if (connect === undefined) throw new Error('chaincode is not installed');
            if (this.#closed) throw new Error('the local peer is closed');
            return await openConnection(connect);
        } catch (error) {
            launch.settle(new LaunchError(`connection to ${packageId} failed: ${errorText(error)}`, { cause: error }));
            return undefined;
        }
    }
}

/** The peer could not launch; all other failures are the chaincode's registration. */
class LaunchError extends Error {}

async function registered(launch: Launch): Promise<void> {
    try {
        await launch.done;
    } catch (error) {
        if (error instanceof LaunchError) throw error;
        throw new Error(`chaincode registration failed: ${errorText(error)}`, { cause: error });
    }
}
