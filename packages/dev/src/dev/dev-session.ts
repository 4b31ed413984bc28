import type { LocalPeer } from '@heddle/local-peer';
import { type PackageManifest, reasonOf, type Terminal } from 'heddle/command';
import { findBuildSteps } from './building/build-steps';
import { runBuild } from './building/run-build';
import { readBlocked } from './connection/blocked-file';
import { makeDevFolder, removeConnection, writeConnection } from './connection/connection-file';
import { findOtherNetwork } from './connection/other-network';
import { DevChaincode } from './dev-chaincode';
import type { DevSettings } from './dev-settings';
import { describeConnection } from './output/connection-block';
import { DevLog } from './output/dev-log';
import { METADATA_FUNCTION, TransactionReport } from './output/transaction-report';
import { type DevNetwork, startNetwork } from './start-network';
import { sourceRuleOf } from './watching/source-rule';
import { SourceWatch } from './watching/source-watch';

export interface DevSessionOptions {
    readonly settings: DevSettings;
    /** Of the package, absolute. */
    readonly folder: string;
    readonly manifest: PackageManifest;
    readonly logLevel: string;
    readonly variables: NodeJS.ProcessEnv;
    readonly terminal: Terminal;
}

/**
 * Runs a package on a local network, and goes on with each change of its sources.
 *
 * Owns: the network, the chaincode's processes, the build that is under way, and the file that tells others of them.
 */
export class DevSession {
    readonly #options: DevSessionOptions;
    readonly #log: DevLog;
    readonly #steps: readonly string[];
    readonly #closing = new AbortController();
    #watch: SourceWatch | undefined;
    #peer: LocalPeer | undefined;
    #report: TransactionReport | undefined;
    #chaincode: DevChaincode | undefined;
    #running: Promise<void> = Promise.resolve();
    #isReady = false;
    /** How often the sources have changed. */
    #changes = 0;

    constructor(options: DevSessionOptions) {
        const { folder, manifest, settings, terminal } = options;
        this.#options = options;
        this.#log = new DevLog(terminal);
        const { buildCommand } = settings;
        const given = buildCommand === undefined ? undefined : [buildCommand].filter((command) => command !== '');
        this.#steps = given ?? findBuildSteps(folder, manifest);
    }

    /** Runs until it is closed. @throws CommandError if the network cannot be started */
    run(): Promise<void> {
        const running = this.#run();
        this.#running = running.catch(() => undefined);
        return running;
    }

    /** Ends everything that runs. Idempotent. */
    async close(): Promise<void> {
        this.#closing.abort();
        this.#watch?.close();
        removeConnection(this.#options.folder);
        await Promise.all([this.#peer?.close(), this.#chaincode?.close()]);
        await this.#running;
    }

    /** Ends at once what would outlive this process. */
    kill(): void {
        this.#closing.abort();
        this.#chaincode?.kill();
        removeConnection(this.#options.folder);
    }

    async #run(): Promise<void> {
        const { folder, settings, terminal } = this.#options;
        makeDevFolder(folder);
        const watch = this.#watchSources();
        this.#watch = watch;
        const change = this.#nextChange(watch);
        // The compiler takes longest: it runs while the network starts.
        const building = this.#build();
        await this.#tellOfOther();
        const report = new TransactionReport(terminal, { blocked: () => readBlocked(folder) });
        this.#report = report;
        const network = await startNetwork(settings, report);
        this.#peer = network.peer;
        if (this.#isClosing()) {
            await network.peer.close();
            return;
        }
        this.#chaincode = this.#createChaincode(network);
        await this.#announce(network);
        if (await building) await this.#replace(network);
        await this.#follow(watch, change, network);
    }

    async #follow(watch: SourceWatch, first: Promise<string[]>, network: DevNetwork): Promise<void> {
        for (let change = first; ;) {
            const changed = await change;
            if (this.#isClosing()) return;
            this.#log.changed(this.#options.folder, changed);
            change = this.#nextChange(watch);
            await this.#announce(network);
            if (await this.#build()) await this.#replace(network);
        }
    }

    /** A process that still loads what there was before is not waited for. */
    #nextChange(watch: SourceWatch): Promise<string[]> {
        const change = watch.next();
        void change.then(() => {
            this.#changes++;
            this.#chaincode?.abandon();
        });
        return change;
    }

    /** Commands that are run in this folder go on calling the network that was there first, as long as it is there. */
    async #announce({ connection }: DevNetwork): Promise<void> {
        const { folder } = this.#options;
        if ((await findOtherNetwork(folder)) === undefined && !this.#isClosing()) writeConnection(folder, connection);
    }

    async #tellOfOther(): Promise<void> {
        const other = await findOtherNetwork(this.#options.folder);
        if (other === undefined) return;
        const what = `heddle dev runs for this folder already, as process ${other.processId}, its gateway at ${other.gateway}`;
        this.#log.note('error', `${what}: commands in this folder call that one; --gateway calls this one`);
    }

    #watchSources(): SourceWatch {
        const { folder, manifest, settings } = this.#options;
        const { main } = manifest;
        const rule = sourceRuleOf({
            folder,
            entry: typeof main === 'string' ? main : 'index.js',
            isBuilt: this.#steps.length > 0,
            steps: this.#steps,
            besides: [settings.cryptoFolder, ...(settings.storeFolder === undefined ? [] : [settings.storeFolder])],
        });
        return new SourceWatch(folder, {
            rule,
            warn: (text) => {
                this.#log.note('error', text);
            },
        });
    }

    #createChaincode({ peer }: DevNetwork): DevChaincode {
        const { settings, folder, logLevel, variables } = this.#options;
        const { chaincodeName: name, collections, endorsementPolicy, mspIds, isOneProcess } = settings;
        return new DevChaincode(peer, {
            definition: {
                name,
                ...(collections !== undefined && { collections }),
                indexes: folder,
                ...(endorsementPolicy !== undefined && { endorsementPolicy }),
            },
            folder,
            logLevel,
            variables,
            mspIds,
            isOneProcess,
            print: (line) => {
                this.#log.passOn(line);
            },
            note: (level, text) => {
                this.#log.note(level, text);
            },
        });
    }

    /** A method, since it changes while one waits. */
    #isClosing(): boolean {
        return this.#closing.signal.aborted;
    }

    /** @returns whether there is something to run */
    async #build(): Promise<boolean> {
        if (this.#steps.length === 0) return true;
        const begin = performance.now();
        const { signal } = this.#closing;
        const { failure, output } = await runBuild(this.#steps, { folder: this.#options.folder, signal });
        if (this.#isClosing()) return false;
        if (failure === undefined) {
            this.#log.note('info', `built in ${millisecondsSince(begin)} ms`);
            return true;
        }
        this.#log.note('error', `${failure}; ${this.#whatGoesOn()}`);
        this.#log.quote(output);
        return false;
    }

    async #replace({ connection, peer }: DevNetwork): Promise<void> {
        const begin = performance.now();
        const changes = this.#changes;
        try {
            await this.#chaincode?.replace();
        } catch (error) {
            if (this.#isClosing() || this.#changes !== changes) return;
            this.#log.note('error', `the chaincode does not start; ${this.#whatGoesOn()}`);
            this.#log.quote(reasonOf(error));
            return;
        }
        if (this.#isClosing()) return;
        // Not awaited: a chaincode that is blocked answers late, or never, and its keys are shown as they are.
        void this.#report?.describeKeys(() => metadataOf(peer, this.#options.settings.chaincodeName));
        if (this.#isReady) this.#log.note('info', `the new chaincode runs, after ${millisecondsSince(begin)} ms`);
        else this.#tellReady(connection);
    }

    #tellReady(connection: DevNetwork['connection']): void {
        this.#isReady = true;
        const { terminal, settings } = this.#options;
        // From the start of the process.
        this.#log.note('info', `ready after ${millisecondsSince(0)} ms; the sources are watched, Ctrl-C ends it`);
        terminal.write(describeConnection(connection));
        const { mspIds, isOneProcess } = settings;
        if (mspIds.length === 1 || !isOneProcess) return;
        this.#log.note(
            'info',
            `one process serves the peers of all organizations: getMspID answers ${mspIds[0]} in each`,
        );
    }

    #whatGoesOn(): string {
        return this.#isReady ? 'the old chaincode goes on' : 'waiting for a change';
    }
}

/** Undefined for a chaincode that has none. Never rejects. */
async function metadataOf(peer: LocalPeer, chaincode: string): Promise<unknown> {
    try {
        const { payload } = await peer.evaluate({ chaincode, function: METADATA_FUNCTION });
        return JSON.parse(Buffer.from(payload).toString());
    } catch {
        return undefined;
    }
}

function millisecondsSince(begin: number): number {
    return Math.round(performance.now() - begin);
}
