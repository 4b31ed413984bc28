import type { Chaincode, ChaincodeResponse, ChaincodeStub, Compat } from '@heddle/core';
import { reverseAnswers } from '@heddle/core/internal';
import { otherMachine } from '../perturb/machine';
import { StubWatch } from '../traps/stub-watch';
import { describeHit, type TrapHit, type TrapHits } from '../traps/trap-hits';
import { type MachineRead, TrapRun } from '../traps/trap-run';

/** How the runs of a network's transactions are watched. */
export interface RunWatching {
    /** Undefined where nothing is trapped. */
    readonly hits: TrapHits | undefined;
    /** Whether the second run is one of another machine. */
    readonly isPerturbed: boolean;
}

/** What a chaincode refuses by itself names the methods that it was called for. */
const REFUSED =
    /^(?:FLOATING_OPERATION|WRITE_AFTER_QUERY|QUERY_AFTER_WRITE|EVENT_ALREADY_SET|READ_ONLY_TRANSACTION): (\w+)(?: after (\w+):)? /;

/** The runs of one submitted transaction: the first ones on this machine, the last one on another. */
export class SubmittedRun {
    /** What its runs have read of their machines. */
    readonly #hits = new Map<string, TrapHit>();
    /** Where its runs have taken answers as they came. */
    readonly #orders = new Set<string>();
    readonly #watch: StubWatch;
    readonly #watching: RunWatching;
    readonly #name: string;
    isSecond = false;

    constructor(name: string, watching: RunWatching) {
        this.#name = name;
        this.#watching = watching;
        this.#watch = new StubWatch();
    }

    /** What has been trapped so far, by runs that are over. */
    get hits(): readonly TrapHit[] {
        for (const leak of this.#watch.takeLeaks()) this.#keep(this.#watching.hits?.noteLeak(leak, this.#name));
        return [...this.#hits.values()];
    }

    /** What of the order of answers may have decided something: where they were raced, or else asked together. */
    get orders(): readonly string[] {
        return this.#orders.size > 0 ? [...this.#orders] : this.#watch.together;
    }

    /** The author's lines that have read and written, by the words of a difference. */
    get places(): ReadonlyMap<string, string> {
        return this.#watch.places;
    }

    /** The author's lines that have made a request which was refused, and the one that led to it, by the refusal's words. */
    hintsOn(message: string): readonly string[] {
        const [, ...methods] = REFUSED.exec(message) ?? [];
        return methods.flatMap((method) => {
            const site = this.#watch.calledAt(method);
            return site === undefined ? [] : [`${method} at ${site}`];
        });
    }

    /** How the machine of the second run differs from this one. */
    get otherMachine(): string | undefined {
        return this.#watching.isPerturbed ? otherMachine().description : undefined;
    }

    /** Looks at the result, which is in the block. */
    checkResult(payload: Buffer): void {
        if (this.#watching.hits !== undefined) this.#watch.checkResult(payload);
    }

    /** Runs the chaincode as the transaction. */
    within<T>(stub: ChaincodeStub, run: () => T): T {
        const { hits, isPerturbed } = this.#watching;
        const isElsewhere = this.isSecond && isPerturbed;
        if (hits === undefined && !isElsewhere) return run();
        if (hits !== undefined) this.#watch.watch(stub);
        if (isElsewhere) reverseAnswers(stub);
        const listener =
            hits &&
            ((read: MachineRead): void => {
                if (read.kind === 'order') this.#orders.add(describeHit({ ...read.origin, source: read.source }));
                this.#keep(hits.noteRead(read, this.#name));
            });
        return new TrapRun(listener, isElsewhere ? otherMachine() : undefined).within(run);
    }

    #keep(hit: TrapHit | undefined): void {
        if (hit !== undefined) this.#hits.set([hit.source, hit.site, hit.package].join('\n'), hit);
    }
}

const runsOf = new WeakMap<object, SubmittedRun>();

/** Remembers the runs of a transaction as long as that is there. */
export function keepRun(transaction: object, run: SubmittedRun): void {
    runsOf.set(transaction, run);
}

/** What a transaction has written, with the author's lines; empty where its runs were not watched. */
export function writtenAt(transaction: object): string[] {
    const places = [...(runsOf.get(transaction)?.places ?? [])];
    return places.flatMap(([what, site]) => (what.startsWith('write of ') ? [`${what} at ${site}`] : []));
}

/** The submitted transactions that are being run, by their ids. */
export class SubmittedRuns {
    readonly #runs = new Map<string, SubmittedRun>();

    of(txId: string): SubmittedRun | undefined {
        return this.#runs.get(txId);
    }

    /** Has what a chaincode does for a transaction watched while `work` is under way. */
    async watch<T>(txId: string, run: SubmittedRun, work: () => Promise<T>): Promise<T> {
        this.#runs.set(txId, run);
        try {
            return await work();
        } finally {
            this.#runs.delete(txId);
        }
    }
}

/** Runs the second run of a transaction in another instance of the chaincode: no two peers have seen the same. */
export class WatchedChaincode implements Chaincode {
    readonly compat: Compat | undefined;
    readonly #chaincode: Chaincode;
    readonly #renewed: () => Chaincode;
    readonly #runs: SubmittedRuns;

    /** @param renewed makes what the chaincode is right after its start */
    constructor(chaincode: Chaincode, renewed: () => Chaincode, runs: SubmittedRuns) {
        this.compat = chaincode.compat;
        this.#chaincode = chaincode;
        this.#renewed = renewed;
        this.#runs = runs;
    }

    Init(stub: ChaincodeStub): Promise<ChaincodeResponse> {
        return this.#run(stub, (chaincode) => chaincode.Init(stub));
    }

    Invoke(stub: ChaincodeStub): Promise<ChaincodeResponse> {
        return this.#run(stub, (chaincode) => chaincode.Invoke(stub));
    }

    #run(stub: ChaincodeStub, call: (chaincode: Chaincode) => Promise<ChaincodeResponse>): Promise<ChaincodeResponse> {
        const run = this.#runs.of(stub.getTxID());
        if (run === undefined) return call(this.#chaincode);
        const chaincode = run.isSecond ? this.#renewed() : this.#chaincode;
        return run.within(stub, () => call(chaincode));
    }
}
