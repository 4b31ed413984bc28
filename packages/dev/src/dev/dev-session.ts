import { relative } from 'node:path';
import type { LocalPeer } from '@heddle/local-peer';
import { flushSpans, type PackageManifest, reasonOf, type Terminal, type TracingSettings } from 'heddle/command';
import { openBrowser } from '../studio/open-browser';
import { askMetadata } from '../studio/record/ask-metadata';
import type { ServedPage } from '../studio/studio';
import { readBlocked } from './connection/blocked-file';
import { makeDevFolder, removeConnection, writeConnection } from './connection/connection-file';
import { findOtherNetwork } from './connection/other-network';
import { debugCommandOf } from './debug-command';
import { findDebuggerPorts } from './debugging/free-ports';
import { DevLedger } from './dev-ledger';
import { DevPackage } from './dev-package';
import { DevStudio } from './dev-studio';
import { describeConnection } from './output/connection-block';
import { DevLog } from './output/dev-log';
import { severalObservers } from './output/several-observers';
import { TransactionReport } from './output/transaction-report';
import { describeNews, InvariantWatch } from './ruling/invariant-watch';
import { variablesOfRules } from './ruling/invariants-variable';
import { sampleCalls } from './sampling/sample-calls';
import type { SeedFile } from './seeding/seed-file';
import type { DevSettings } from './settings/dev-settings';
import { type DevNetwork, startNetwork } from './start-network';
import { networkTracer } from './tracing/traced-network';
import { variablesOfTracing } from './tracing/traced-variables';
import { SecondRuns } from './trapping/second-runs';

export interface DevSessionOptions {
    readonly settings: DevSettings;
    /** Where the command was given, absolute: the package, or what is around several. */
    readonly folder: string;
    readonly manifest: PackageManifest;
    readonly logLevel: string;
    readonly variables: NodeJS.ProcessEnv;
    readonly terminal: Terminal;
    /** Undefined: nothing is traced. */
    readonly tracing?: TracingSettings | undefined;
    /** What a new ledger begins with. */
    readonly seed: SeedFile | undefined;
    /** Where a person may type; undefined if nobody can. */
    readonly keyboard: NodeJS.ReadableStream | undefined;
}

/**
 * Runs packages on a local network, and goes on with each change of their sources.
 *
 * Owns: the network, the packages, and the files that tell others of them.
 */
export class DevSession {
    readonly #options: DevSessionOptions;
    readonly #log: DevLog;
    readonly #closing = new AbortController();
    readonly #packages: DevPackage[] = [];
    readonly #studio: DevStudio;
    readonly #ledger: DevLedger;
    #fail: (reason: unknown) => void = () => undefined;
    /** Never resolves. */
    readonly #failed = new Promise<never>((_, reject) => {
        this.#fail = reject;
    });
    readonly #secondRuns: SecondRuns | undefined;
    readonly #rules: InvariantWatch | undefined;
    #peer: LocalPeer | undefined;
    #report: TransactionReport | undefined;
    #network: DevNetwork | undefined;
    #running: Promise<void> = Promise.resolve();
    /** Of chaincodes whose calls were not listed so far: their metadata, when it is there. */
    readonly #unlisted = new Map<string, Promise<unknown> | undefined>();
    /** Whether each package was started, or has failed to. */
    #hasBegun = false;
    #isReady = false;
    /** Its address, with the key. */
    #page: ServedPage | undefined;

    constructor(options: DevSessionOptions) {
        this.#options = options;
        this.#log = new DevLog(options.terminal);
        this.#studio = new DevStudio(options.settings, options.folder, (name, how) => {
            const found = this.#packages.find(({ chaincode }) => chaincode.name === name);
            found?.runAgain(how).catch(this.#fail);
        });
        const { seed, keyboard } = options;
        const firstHeight = options.settings.fork?.height ?? 1n;
        this.#ledger = new DevLedger({ seed, keyboard, log: this.#log, firstHeight });
        // Whoever runs the session is told, if it runs.
        this.#failed.catch(() => undefined);
        this.#secondRuns = options.settings.determinism === 'perturb' ? new SecondRuns() : undefined;
        this.#rules = options.settings.asksInvariants ? new InvariantWatch() : undefined;
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
        this.#ledger[Symbol.dispose]();
        this.#removeConnections();
        await Promise.all([this.#studio.close(), this.#peer?.close(), ...this.#packages.map((one) => one.close())]);
        await this.#running;
        await flushSpans(this.#options.tracing);
    }

    /** Ends at once what would outlive this process. */
    kill(): void {
        this.#closing.abort();
        for (const one of this.#packages) one.kill();
        this.#removeConnections();
    }

    async #run(): Promise<void> {
        const { folder, settings, terminal } = this.#options;
        makeDevFolder(folder);
        await this.#openPackages();
        await this.#tellOfOther();
        this.#tellOfFork();
        const report = new TransactionReport(terminal, {
            blocked: (chaincode) => this.#whyBlocked(chaincode),
            reverted: () => {
                for (const one of this.#packages) one.defineAgain();
            },
            trapped: (txId) => this.#secondRuns?.take(txId) ?? [],
            debugCommand: (chaincode) => debugCommandOf(chaincode, settings, folder),
        });
        this.#report = report;
        const observers = severalObservers(report, this.#studio.observer, networkTracer(this.#options.tracing));
        const network = await startNetwork(settings, this.#rules?.around(observers) ?? observers, this.#secondRuns);
        this.#peer = network.peer;
        this.#network = network;
        this.#askRules(network.peer);
        if (this.#isClosing()) {
            await network.peer.close();
            return;
        }
        await this.#announce();
        await this.#openPage(network.peer);
        await Promise.all(this.#packages.map((one) => one.start(network.peer)));
        this.#hasBegun = true;
        await this.#becomeReady();
        void this.#listCalls();
        await Promise.race([Promise.all(this.#packages.map((one) => one.follow())), this.#failed]);
    }

    async #openPackages(): Promise<void> {
        const { settings, logLevel, variables, terminal, tracing } = this.#options;
        const { chaincodes, inspectPort, mspIds, isOneProcess } = settings;
        const each = isOneProcess ? 1 : mspIds.length;
        const ports =
            inspectPort === undefined ? undefined : await findDebuggerPorts(inspectPort, each * chaincodes.length);
        // Before anything is loaded: that may be what somebody wants to look at.
        if (ports !== undefined) this.#tellOfDebuggers(ports);
        for (const [index, chaincode] of chaincodes.entries()) {
            if (this.#isClosing()) return;
            const one: DevPackage = new DevPackage({
                chaincode,
                settings,
                debuggerPorts: ports?.slice(index * each, (index + 1) * each),
                logLevel,
                variables: variablesOfTracing(variablesOfRules(variables, this.#rules?.name), tracing),
                secondRuns: this.#secondRuns,
                log: chaincodes.length === 1 ? this.#log : new DevLog(terminal, chaincode.name),
                changed: () => this.#announce(),
                state: (state) => {
                    this.#studio.tell(chaincode.name, state);
                },
                printed: (line) => {
                    this.#studio.printed(chaincode.name, line);
                },
                runs: () => {
                    this.#noteRuns(one);
                },
            });
            this.#packages.push(one);
        }
    }

    #askRules(peer: LocalPeer): void {
        this.#rules?.open({
            peer,
            chaincodes: () => this.#packages.filter((one) => one.isRunning).map(({ chaincode }) => chaincode.name),
            tell: (news) => {
                this.#log.note(news.violation === undefined ? 'info' : 'error', describeNews(news));
            },
            failed: (chaincode, reason) => {
                const problem = `the rules of ${chaincode} could not be asked (${reason})`;
                if (!this.#isClosing()) this.#log.note('error', `${problem}: they are after the next block`);
            },
        });
    }

    #tellOfDebuggers(ports: readonly number[]): void {
        const { chaincodes, mspIds, isOneProcess } = this.#options.settings;
        const owners = chaincodes.flatMap(({ name }) =>
            isOneProcess || mspIds.length === 1 ? [name] : mspIds.map((mspId) => `${name} for ${mspId}`),
        );
        this.#log.note('info', 'debuggers connect here; no call is given up for taking long:');
        this.#log.quote(ports.map((port, index) => `127.0.0.1:${port}  ${owners[index] ?? ''}`).join('\n'));
    }

    /** Commands that are run in these folders go on calling the network that was there first, as long as it is there. */
    async #announce(): Promise<void> {
        const connection = this.#network?.connection;
        if (connection === undefined) return;
        const studio = this.#page?.address;
        for (const [folder, chaincode] of this.#folders()) {
            const other = await findOtherNetwork(folder);
            if (other !== undefined || this.#isClosing()) continue;
            writeConnection(folder, { ...connection, chaincode, ...(studio !== undefined && { studio }) });
        }
    }

    #removeConnections(): void {
        for (const folder of this.#folders().keys()) removeConnection(folder);
    }

    /** Where commands look for the network, and the chaincode that they call there if they do not name one. */
    #folders(): Map<string, string> {
        const { folder, settings } = this.#options;
        const [first] = settings.chaincodes;
        return new Map([[folder, first.name], ...settings.chaincodes.map((one) => [one.folder, one.name] as const)]);
    }

    async #tellOfOther(): Promise<void> {
        const other = await findOtherNetwork(this.#options.folder);
        if (other === undefined) return;
        const what = `heddle dev runs for this folder already, as process ${other.processId}, its gateway at ${other.gateway}`;
        this.#log.note('error', `${what}: commands in this folder call that one; --gateway calls this one`);
    }

    #tellOfFork(): void {
        const { fork, chaincodes } = this.#options.settings;
        if (fork === undefined) return;
        for (const note of fork.notes) this.#log.note('info', note);
        const known = new Set(fork.definitions.map(({ name }) => name));
        const unknown = chaincodes.filter(({ name }) => !known.has(name)).map(({ name }) => name);
        if (unknown.length === 0) return;
        const remedy = '--chaincode-name gives it the name of one that is there';
        this.#log.note('error', `the ledger has no chaincode ${unknown.join(', ')}, and no state of it: ${remedy}`);
    }

    #whyBlocked(chaincode: string): string | undefined {
        const found = this.#packages.find((one) => one.chaincode.name === chaincode);
        return found && readBlocked(found.chaincode.folder);
    }

    /** A method, since it changes while one waits. */
    #isClosing(): boolean {
        return this.#closing.signal.aborted;
    }

    #noteRuns({ chaincode }: DevPackage): void {
        const { peer } = this.#network ?? {};
        if (peer === undefined) return;
        // Not awaited: a chaincode that is blocked answers late, or never, and its keys are shown as they are.
        const described = this.#report?.describeKeys(chaincode.name, () =>
            askMetadata(peer, { chaincode: chaincode.name }),
        );
        if (!this.#unlisted.has(chaincode.name)) this.#unlisted.set(chaincode.name, described);
        if (!this.#hasBegun) return;
        this.#becomeReady().then(() => this.#listCalls(), this.#fail);
    }

    /** Once for each chaincode: what can be called, and how. */
    async #listCalls(): Promise<void> {
        const names = this.#packages.map(({ chaincode }) => chaincode.name);
        const waiting = names.map((name) => [name, this.#unlisted.get(name)] as const);
        for (const [name, described] of waiting) if (described !== undefined) this.#unlisted.set(name, undefined);
        for (const [name, described] of waiting) {
            const calls = sampleCalls(await described);
            if (calls.length > 0 && !this.#isClosing()) this.#log.calls(name, calls, this.#optionsFor(name));
        }
    }

    /** What a command that is given here needs to call a chaincode. */
    #optionsFor(chaincode: string): string[] {
        const { folder, settings } = this.#options;
        const where = relative(process.cwd(), folder);
        return [
            ...(where === '' ? [] : ['--module-path', where]),
            ...(chaincode === settings.chaincodes[0].name ? [] : ['--chaincode', chaincode]),
        ];
    }

    /** That the page cannot be served ends nothing. */
    async #openPage(peer: LocalPeer): Promise<void> {
        if (!this.#options.settings.hasStudio) return;
        try {
            this.#page = await this.#studio.open(peer);
            if (this.#page !== undefined) await this.#announce();
            else this.#log.note('error', 'the page is not built: npm run build');
        } catch (error) {
            this.#log.note('error', `there is no page: ${reasonOf(error)}`);
        }
    }

    #openBrowser(): void {
        if (this.#page === undefined) return;
        openBrowser(this.#page.addressWithKey, (problem) => {
            this.#log.note('error', problem);
        });
    }

    /** When the first of the packages runs, and the others have been tried. @throws CommandError for a seed that is refused */
    async #becomeReady(): Promise<void> {
        const network = this.#network;
        if (this.#isReady || this.#isClosing() || network === undefined) return;
        if (!this.#packages.some((one) => one.isRunning)) return;
        this.#isReady = true;
        const seeded = { ...network, folder: this.#options.folder };
        await this.#ledger.begin(seeded);
        if (this.#isClosing()) return;
        this.#tellReady(network.connection);
        this.#ledger.listen(seeded);
    }

    #tellReady(connection: DevNetwork['connection']): void {
        const { terminal, settings } = this.#options;
        // From the start of the process.
        const ready = `ready after ${Math.round(performance.now())} ms`;
        this.#log.note('info', `${ready}; the sources are watched, Ctrl-C ends it`);
        terminal.write(describeConnection(connection, terminal.columns));
        if (this.#page !== undefined) terminal.write(`    ${'page'.padEnd(12)} ${this.#page.addressWithKey}\n`);
        if (settings.opensPage) this.#openBrowser();
        const { mspIds, isOneProcess } = settings;
        if (mspIds.length === 1 || !isOneProcess) return;
        this.#log.note(
            'info',
            `one process serves the peers of all organizations: getMspID answers ${mspIds[0]} in each`,
        );
    }
}
