import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CollectionOptions, InstallOptions, LocalPeer } from '@heddle/local-peer';
import { reasonOf } from 'heddle/command';
import { BlockageNotes } from './blockage-notes';
import type { BlockReport } from './blocking/block-report';
import { ChaincodeGroup, type ChaincodeGroupOptions } from './chaincode-group';
import { collectionsOfOthers, declaredCollections } from './declared-collections';

export interface DevChaincodeOptions extends Omit<
    ChaincodeGroupOptions,
    'packageId' | 'blocked' | 'isDebuggerOpen' | 'isHeld'
> {
    /** What is the same for each process of the chaincode. Default for collections: those that its contracts declare. */
    readonly definition: Omit<InstallOptions, 'packageId' | 'connect'>;
    /** Is told when it has ended by itself, and how, and when it runs again. */
    endedByItself(how: string): void;
    runsAgain(): void;
}

/** A chaincode that ends soon after its start is not started over and over. */
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 5000;
const STEADY_AFTER_MS = 10_000;
const PREPARED_AFTER_MS = 1000;

/**
 * The chaincode of a local network, in one process after the other; for several organizations, in one group of them after
 * the other.
 *
 * D1 The new process is up and registered before the chaincode is defined to run in it; if that fails, the old one
 *    goes on.
 * D2 The old process is told to end when the transactions that run in it have ended.
 * D3 A process that ends by itself is replaced, unless another one has taken its place.
 * D4 After close there is no process left.
 * D5 A process that does not finish loading the package is given up in time, or when the package has changed.
 * D6 A process whose event loop is blocked is told of; another one's taking its place ends it, with its transactions.
 * D7 The debuggers' ports stay the same: a process opens them when the one before has let them go.
 * D8 A process that was started ahead has loaded nothing of the package; it ends where it is not needed.
 */
export class DevChaincode {
    readonly #peer: LocalPeer;
    readonly #options: DevChaincodeOptions;
    readonly #processes = new Set<ChaincodeGroup>();
    /** Those whose place another one has taken. */
    readonly #retired = new WeakSet<ChaincodeGroup>();
    readonly #closing = new AbortController();
    #current: ChaincodeGroup | undefined;
    readonly #blockages: BlockageNotes;
    /** What is not said again with each change. */
    readonly #told = new Set<string>();
    /** What runs, as it was defined. */
    #defined: (InstallOptions & { readonly packageId: string }) | undefined;
    /** Started ahead. */
    #prepared: ChaincodeGroup | undefined;
    /** It has not loaded the package so far. */
    #loading: ChaincodeGroup | undefined;
    /** One replacement after the other. */
    #replacing: Promise<void> = Promise.resolve();
    #restartDelayMs = FIRST_DELAY_MS;
    #passing: Promise<void> = Promise.resolve();

    constructor(peer: LocalPeer, options: DevChaincodeOptions) {
        this.#peer = peer;
        this.#options = options;
        this.#blockages = new BlockageNotes(options);
    }

    /**
     * Starts the package anew, and has it take the place of the process that runs it.
     * @throws Error that says why the new one cannot be used; the old one goes on then
     */
    replace(): Promise<void> {
        return this.#next(() => this.#replace());
    }

    /**
     * Defines the chaincode as it runs, after the ledger has gone back to another definition, or to none.
     * @throws LocalPeerError where that fails
     */
    defineAgain(): Promise<void> {
        return this.#next(async () => {
            if (this.#defined !== undefined && !this.#closing.signal.aborted) await this.#peer.upgrade(this.#defined);
        });
    }

    /** Ends the process that was started ahead: what it has loaded is not what is installed any more. */
    discardPrepared(): void {
        const prepared = this.#prepared;
        this.#prepared = undefined;
        if (prepared !== undefined) void this.#end(prepared);
    }

    /** Gives up a process that still loads the package, which has changed. Its replacement fails then. */
    abandon(): void {
        this.#loading?.kill();
    }

    /** Ends all processes. Idempotent. */
    async close(): Promise<void> {
        this.#closing.abort();
        this.#blockages.clear();
        await Promise.all([...this.#processes].map((one) => one.close()));
        await this.#replacing;
    }

    /** Ends all processes at once. */
    kill(): void {
        this.#closing.abort();
        this.#blockages.clear();
        for (const one of this.#processes) one.kill();
    }

    /** Replaces when the replacements before are done. */
    #next(replace: () => Promise<void>): Promise<void> {
        const replaced = this.#replacing.then(replace);
        this.#replacing = replaced.catch(() => undefined);
        return replaced;
    }

    /** Starts the process ahead that the next change needs, when the machine has nothing else to do for it. */
    #prepareLater(): void {
        const timer = setTimeout(() => {
            if (!this.#closing.signal.aborted) this.#prepared ??= this.#start({ isHeld: true });
        }, PREPARED_AFTER_MS);
        timer.unref();
    }

    #start({ isHeld }: { readonly isHeld: boolean }): ChaincodeGroup {
        const group = new ChaincodeGroup({
            ...this.#options,
            isHeld,
            packageId: `${this.#options.definition.name}_dev:${randomBytes(32).toString('hex')}`,
            isDebuggerOpen: this.#current === undefined || !this.#processes.has(this.#current),
            blocked: (report) => {
                this.#noteBlocked(group, report);
            },
        });
        this.#processes.add(group);
        return group;
    }

    async #replace(): Promise<void> {
        const { definition } = this.#options;
        if (this.#closing.signal.aborted) return;
        const next = this.#prepared ?? this.#start({ isHeld: false });
        const { packageId } = next;
        this.#prepared = undefined;
        try {
            this.#loading = next;
            next.go();
            const { connect, metadata } = await next.listening();
            this.#loading = undefined;
            const collections = definition.collections ?? this.#declaredCollections(metadata);
            const defined = { ...definition, collections, packageId, connect };
            await this.#peer.upgrade(defined);
            this.#defined = defined;
        } catch (error) {
            this.#loading = undefined;
            await this.#end(next);
            throw error;
        }
        const last = this.#current;
        this.#current = next;
        this.#blockages.clear();
        if (last !== undefined) this.#passDebuggers(last, next);
        this.#prepareLater();
        // Both report to the terminal, and never reject.
        void this.#watch(next);
        if (last !== undefined) void this.#retire(last);
    }

    /** One after the other: who stands at a breakpoint holds its port while the package changes again and again. */
    #passDebuggers(last: ChaincodeGroup, next: ChaincodeGroup): void {
        this.#passing = this.#passing
            .then(() => last.closeDebuggers())
            .then(() => {
                next.openDebuggers();
            });
    }

    /** Those that a definition has which goes on to hold are as it has them. */
    #declaredCollections(metadata: unknown): CollectionOptions[] {
        const { mspIds } = this.#options;
        for (const text of collectionsOfOthers(metadata, mspIds).filter((one) => !this.#told.has(one))) {
            this.#told.add(text);
            this.#options.note('error', text);
        }
        const { name, inherits } = this.#options.definition;
        const known = inherits === true ? this.#peer.ledger().collectionsOf(name) : [];
        return declaredCollections(metadata, mspIds).filter((one) => !known.includes(one.name));
    }

    async #watch(watched: ChaincodeGroup): Promise<void> {
        const begin = performance.now();
        const how = await watched.ended;
        // What is left of a group goes with the first that ends.
        await watched.close();
        this.#processes.delete(watched);
        if (this.#current === watched) this.#blockages.clear();
        if (this.#current !== watched || this.#closing.signal.aborted) return;
        this.#options.note(
            'error',
            `the chaincode ended by itself (${how}); it is started again, the ledger is as it was`,
        );
        this.#options.endedByItself(how);
        await this.#restart(watched, performance.now() - begin);
    }

    async #restart(ended: ChaincodeGroup, livedMs: number): Promise<void> {
        if (livedMs > STEADY_AFTER_MS) this.#restartDelayMs = FIRST_DELAY_MS;
        const delay = this.#restartDelayMs;
        this.#restartDelayMs = Math.min(2 * delay, LONGEST_DELAY_MS);
        const begin = performance.now();
        try {
            await sleep(delay, undefined, { signal: this.#closing.signal });
            await this.#next(async () => {
                // A change may have been faster.
                if (this.#current !== ended) return;
                await this.#replace();
                this.#options.note(
                    'info',
                    `the chaincode runs again, after ${Math.round(performance.now() - begin)} ms`,
                );
                this.#options.runsAgain();
            });
        } catch (error) {
            if (this.#closing.signal.aborted) return;
            this.#options.note('error', `the chaincode does not start: ${reasonOf(error)}`);
            this.#options.note('info', 'it is tried again with the next change');
        }
    }

    /** What still loads the package is not waited for by any call. */
    #noteBlocked(process: ChaincodeGroup, report: BlockReport): void {
        if (process === this.#current) this.#blockages.note(report);
        else if (this.#retired.has(process) && report.isBlocked) this.#endBlocked(process);
    }

    /** Its transactions would hold it for ever. */
    #endBlocked(process: ChaincodeGroup): void {
        this.#options.note('error', 'the old chaincode was blocked, and is ended with the calls that it had');
        process.kill();
    }

    async #retire(last: ChaincodeGroup): Promise<void> {
        this.#retired.add(last);
        if (last.isBlocked) this.#endBlocked(last);
        try {
            await this.#peer.uninstall(last.packageId);
        } catch (error) {
            // The peer is closed: its streams have ended, too.
            if (!this.#closing.signal.aborted) this.#options.note('error', reasonOf(error));
        }
        await this.#end(last);
    }

    async #end(process: ChaincodeGroup): Promise<void> {
        await process.close();
        this.#processes.delete(process);
    }
}
