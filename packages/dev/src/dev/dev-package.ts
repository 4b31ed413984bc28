import { statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import type { LocalPeer } from '@heddle/local-peer';
import { reasonOf } from 'heddle/command';
import { findBuildSteps } from './building/build-steps';
import { runBuild } from './building/run-build';
import { CONFIG_FILE } from './configuring/config-file';
import { journalFolderOf, makeDevFolder } from './connection/connection-file';
import { missingSourceMap } from './debugging/missing-source-map';
import { DevChaincode } from './dev-chaincode';
import type { DevLog } from './output/dev-log';
import type { ChaincodeSettings } from './settings/chaincode-settings';
import type { DevSettings } from './settings/dev-settings';
import type { SecondRuns } from './trapping/second-runs';
import { sourceRuleOf } from './watching/source-rule';
import { SourceWatch } from './watching/source-watch';

export interface DevPackageOptions {
    readonly chaincode: ChaincodeSettings;
    readonly settings: DevSettings;
    /** Of its processes, in the order of the organizations. Undefined: nobody debugs. */
    readonly debuggerPorts: readonly number[] | undefined;
    readonly logLevel: string;
    readonly variables: NodeJS.ProcessEnv;
    /** Undefined: nothing is trapped. */
    readonly secondRuns: SecondRuns | undefined;
    readonly log: DevLog;
    /** Is told when its sources have changed, before they are built. */
    changed(): Promise<void>;
    /** Is told each time when another process has taken over. */
    runs(): void;
    /** Is told how it is, each time when that changes. */
    state(state: PackageState): void;
    /** Is told of each line that the chaincode prints. */
    printed(line: string): void;
}

/** How a package is. */
export interface PackageState {
    readonly state: 'building' | 'build-failed' | 'starting' | 'start-failed' | 'running' | 'ended';
    /** How long it has taken to come so far. */
    readonly ms?: number;
    /** What the compiler, or the chaincode, had to say. */
    readonly failure?: string;
    readonly oldCodeGoesOn: boolean;
    /** What has changed, relative to the package. */
    readonly files: readonly string[];
}

/**
 * A package on a local network: built, run, and run anew after each change of its sources.
 *
 * Owns: the watch of its sources, the build that is under way, and the chaincode's processes.
 */
export class DevPackage {
    readonly chaincode: ChaincodeSettings;
    readonly #options: DevPackageOptions;
    readonly #log: DevLog;
    readonly #steps: readonly string[];
    readonly #closing = new AbortController();
    readonly #watch: SourceWatch;
    #change: Promise<string[]>;
    readonly #building: Promise<boolean>;
    #chaincode: DevChaincode | undefined;
    /** What package managers have written last. */
    #installed: string;
    #isRunning = false;
    /** How often the sources have changed. */
    #changes = 0;
    #changed: readonly string[] = [];
    /** One change, or request, after the other. */
    #turn: Promise<void> = Promise.resolve();

    /** Begins to watch its sources and to build them: the compiler takes longest, and runs while the network starts. */
    constructor(options: DevPackageOptions) {
        const { folder, manifest, buildCommand } = options.chaincode;
        this.chaincode = options.chaincode;
        this.#options = options;
        this.#log = options.log;
        const given = buildCommand === undefined ? undefined : [buildCommand].filter((command) => command !== '');
        this.#steps = given ?? findBuildSteps(folder, manifest);
        makeDevFolder(folder);
        this.#installed = installationOf(folder);
        this.#watch = this.#watchSources();
        this.#change = this.#nextChange();
        this.#building = this.#build();
    }

    /** Whether it runs, or has run. */
    get isRunning(): boolean {
        return this.#isRunning;
    }

    /** Runs what was built first, if that can be run. */
    async start(peer: LocalPeer): Promise<void> {
        const chaincode = this.#createChaincode(peer);
        this.#chaincode = chaincode;
        await this.#inTurn(async () => {
            if (await this.#building) await this.#replace(chaincode);
        });
    }

    /** Has it built anew, or run anew as it is built, although nothing has changed. */
    async runAgain(how: 'build' | 'restart'): Promise<void> {
        await this.#inTurn(async () => {
            if (this.#isClosing() || this.#chaincode === undefined) return;
            this.#log.note(
                'info',
                how === 'build' ? 'it is built again, as was asked' : 'it is restarted, as was asked',
            );
            this.#changed = [];
            // What was started ahead may have loaded what is to be looked at anew.
            this.#chaincode.discardPrepared();
            if (how === 'restart' || (await this.#build())) await this.#replace(this.#chaincode);
        });
    }

    /** Has the chaincode be as its package says, on a ledger that has gone back. */
    defineAgain(): void {
        this.#chaincode?.defineAgain().catch((error: unknown) => {
            if (!this.#isClosing()) this.#log.note('error', `the chaincode is not defined: ${reasonOf(error)}`);
        });
    }

    /** Takes each change, until it is closed. */
    async follow(): Promise<void> {
        for (;;) {
            const changed = await this.#change;
            if (this.#isClosing()) return;
            this.#change = this.#nextChange();
            await this.#inTurn(() => this.#take(changed));
        }
    }

    async #take(changed: readonly string[]): Promise<void> {
        this.#log.changed(this.chaincode.folder, changed);
        this.#changed = changed.map((path) => relative(this.chaincode.folder, path));
        this.#noticeInstallation(changed);
        this.#noticeConfiguration(changed);
        await this.#options.changed();
        if ((await this.#build()) && this.#chaincode !== undefined) await this.#replace(this.#chaincode);
    }

    #inTurn(work: () => Promise<void>): Promise<void> {
        const done = this.#turn.then(work);
        this.#turn = done.catch(() => undefined);
        return done;
    }

    /** Ends everything that runs for it. Idempotent. */
    async close(): Promise<void> {
        this.#closing.abort();
        this.#watch.close();
        await this.#chaincode?.close();
        await this.#building;
    }

    /** Ends at once what would outlive this process. */
    kill(): void {
        this.#closing.abort();
        this.#chaincode?.kill();
    }

    #noticeConfiguration(changed: readonly string[]): void {
        if (!changed.some((path) => basename(path) === CONFIG_FILE)) return;
        this.#log.note(
            'error',
            `${CONFIG_FILE} is read at the start alone: start heddle dev again for what has changed in it`,
        );
    }

    /** What a process that was started ahead has loaded may have been replaced. */
    #noticeInstallation(changed: readonly string[]): void {
        const installed = installationOf(this.chaincode.folder);
        const isManifest = changed.some((path) => basename(path) === 'package.json');
        if (isManifest || installed !== this.#installed) this.#chaincode?.discardPrepared();
        this.#installed = installed;
    }

    /** A process that still loads what there was before is not waited for. */
    #nextChange(): Promise<string[]> {
        const change = this.#watch.next();
        void change.then(() => {
            this.#changes++;
            this.#chaincode?.abandon();
        });
        return change;
    }

    #watchSources(): SourceWatch {
        const { folder, manifest } = this.chaincode;
        const { cryptoFolder, storeFolder } = this.#options.settings;
        const { main } = manifest;
        const rule = sourceRuleOf({
            folder,
            entry: typeof main === 'string' ? main : 'index.js',
            isBuilt: this.#steps.length > 0,
            steps: this.#steps,
            besides: [cryptoFolder, ...(storeFolder === undefined ? [] : [storeFolder])],
        });
        return new SourceWatch(folder, {
            rule,
            warn: (text) => {
                this.#log.note('error', text);
            },
        });
    }

    #createChaincode(peer: LocalPeer): DevChaincode {
        const { settings, logLevel, variables, debuggerPorts } = this.#options;
        const { name, folder, collections, endorsementPolicy } = this.chaincode;
        const { mspIds, isOneProcess, hasJournal } = settings;
        return new DevChaincode(peer, {
            definition: {
                name,
                // What the real definition says goes on to hold.
                ...(settings.fork !== undefined && { inherits: true }),
                ...(collections !== undefined && { collections }),
                indexes: folder,
                ...(endorsementPolicy !== undefined && { endorsementPolicy }),
            },
            folder,
            logLevel,
            variables,
            secondRuns: this.#options.secondRuns,
            mspIds,
            isOneProcess,
            debuggerPorts,
            endedByItself: (how) => {
                this.#changed = [];
                this.#tell({ state: 'ended', failure: how });
            },
            runsAgain: () => {
                this.#tell({ state: 'running' });
            },
            journalFolder: hasJournal ? journalFolderOf(folder) : undefined,
            print: (line) => {
                this.#log.passOn(line);
                this.#options.printed(line);
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
        this.#tell({ state: 'building' });
        const { signal } = this.#closing;
        const { failure, output } = await runBuild(this.#steps, { folder: this.chaincode.folder, signal });
        if (this.#isClosing()) return false;
        if (failure === undefined) {
            this.#log.note('info', `built in ${millisecondsSince(begin)} ms`);
            return true;
        }
        this.#tell({ state: 'build-failed', failure: output });
        this.#log.note('error', `${failure}; ${this.#whatGoesOn()}`);
        this.#log.quote(output);
        return false;
    }

    async #replace(chaincode: DevChaincode): Promise<void> {
        const begin = performance.now();
        const changes = this.#changes;
        this.#tell({ state: 'starting' });
        try {
            await chaincode.replace();
        } catch (error) {
            if (this.#isClosing() || this.#changes !== changes) return;
            this.#tell({ state: 'start-failed', failure: reasonOf(error) });
            this.#log.note('error', `the chaincode does not start; ${this.#whatGoesOn()}`);
            // All of it: there may be several mistakes, a line for each.
            this.#log.quote(error instanceof Error ? error.message : String(error));
            return;
        }
        if (this.#isClosing()) return;
        if (!this.#isRunning && this.#options.debuggerPorts !== undefined) this.#noteSourceMap();
        if (this.#isRunning) this.#log.note('info', `the new chaincode runs, after ${millisecondsSince(begin)} ms`);
        this.#isRunning = true;
        this.#tell({ state: 'running', ms: millisecondsSince(begin) });
        this.#options.runs();
    }

    #tell(state: Omit<PackageState, 'oldCodeGoesOn' | 'files'>): void {
        const oldCodeGoesOn = this.#isRunning && state.state !== 'ended';
        this.#options.state({ ...state, oldCodeGoesOn, files: this.#changed });
    }

    #noteSourceMap(): void {
        const missing = missingSourceMap(this.chaincode.folder);
        if (missing !== undefined) this.#log.note('error', missing);
    }

    #whatGoesOn(): string {
        return this.#isRunning ? 'the old chaincode goes on' : 'waiting for a change';
    }
}

function millisecondsSince(begin: number): number {
    return Math.round(performance.now() - begin);
}

/** Changes with each installation of packages: the times of the files by which npm, pnpm and yarn note what is there. */
function installationOf(folder: string): string {
    const notes = ['.package-lock.json', '.modules.yaml', '.yarn-integrity', '.yarn-state.yml'];
    const folders: string[] = [];
    for (let at = folder; dirname(at) !== at; at = dirname(at)) folders.push(join(at, 'node_modules'));
    const files = folders.flatMap((one) => notes.map((name) => join(one, name)));
    return files.map((file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? '').join(' ');
}
