import { checkInvariants, renewedChaincode } from '@heddle/contract/internal';
import type { Chaincode, ChaincodeResponse, ChaincodeStub } from '@heddle/core';
import { installTraps } from '../traps/install';
import { describeSite, noteSite } from '../traps/origin';
import { outside } from '../traps/scope';
import { describeHit, TrapHits } from '../traps/trap-hits';
import { SubmittedRun } from './submitted-runs';

/** What a run of a transaction has done that is of interest, in the words of a message. */
export interface RunReport {
    readonly txId: string;
    /** What was trapped, such as `Math.random() at src/lottery.ts:8:74`. */
    readonly reads: readonly string[];
    /** The author's lines that have read and written, by the words of a difference. */
    readonly places: readonly (readonly [what: string, site: string])[];
}

export interface ProcessWatching {
    /** Whether this is the second run of a transaction, which is one of another machine. */
    isSecond(txId: string): boolean;
    /** Is told of each run, before its answer is on its way. */
    report(report: RunReport): void;
}

/** Where a server finds what watches its chaincode. */
const WATCH_CHAINCODE = Symbol.for('heddle.watchChaincode');

/**
 * Has a process that serves chaincode watch what its transactions read of the machine: to be called before the chaincode is
 * loaded. For developers alone, since it patches Date and others.
 */
export function watchProcess(watching: ProcessWatching): void {
    installTraps();
    Reflect.set(globalThis, WATCH_CHAINCODE, (chaincode: Chaincode) => watchedChaincode(chaincode, watching));
}

/** Has runs of `reportedChaincode` told what they read of this machine: to be called before the chaincode is loaded. */
export function trapMachine(): void {
    installTraps();
}

/** A chaincode that tells of each of its runs, all of which are on this machine. */
export function reportedChaincode(chaincode: Chaincode, report: (report: RunReport) => void): Chaincode {
    const reported = async (
        stub: ChaincodeStub,
        call: (chaincode: Chaincode) => Promise<ChaincodeResponse>,
    ): Promise<ChaincodeResponse> => {
        const run = new SubmittedRun('', { hits: new TrapHits([]), isPerturbed: false });
        try {
            return await run.within(stub, () => call(chaincode));
        } finally {
            report({ txId: stub.getTxID(), reads: run.hits.map(describeHit), places: [...run.places] });
        }
    };
    return withMethods(chaincode, {
        Init: (stub) => reported(stub, (one) => one.Init(stub)),
        Invoke: (stub) => reported(stub, (one) => one.Invoke(stub)),
    });
}

/** The author's line that has led here, for a message; undefined where none has. */
export function authorsLine(): string | undefined {
    return outside(() => {
        const site = noteSite()();
        return site && describeSite(site);
    });
}

/** A rule that does not hold, as it is told from one process to another. */
export interface ToldViolation {
    /** `Class.method`. */
    readonly name: string;
    /** What the rule has thrown. */
    readonly message: string;
}

/**
 * Has a process that serves chaincode answer a call of `name` with the rules that do not hold, a list of ToldViolation in
 * JSON: to be called before the chaincode is loaded, and after `watchProcess`. Who knows the name can ask, so it is to be
 * one that cannot be guessed.
 */
export function answerInvariants(name: string): void {
    const before = Reflect.get(globalThis, WATCH_CHAINCODE) as ((chaincode: Chaincode) => Chaincode) | undefined; // of this module
    Reflect.set(globalThis, WATCH_CHAINCODE, (chaincode: Chaincode) => {
        const watched = before?.(chaincode) ?? chaincode;
        return withMethods(watched, {
            Init: (stub) => watched.Init(stub),
            Invoke: async (stub) => {
                if (stub.getBufferArgs()[0]?.toString() !== name) return await watched.Invoke(stub);
                const broken = await checkInvariants(chaincode, stub);
                const told = broken.map((one): ToldViolation => ({ name: one.name, message: one.error.message }));
                return { status: 200, payload: Buffer.from(JSON.stringify(told)) };
            },
        });
    });
}

function watchedChaincode(chaincode: Chaincode, watching: ProcessWatching): Chaincode {
    return withMethods(chaincode, {
        Init: (stub) => runWatched(chaincode, stub, watching, (one) => one.Init(stub)),
        Invoke: (stub) => runWatched(chaincode, stub, watching, (one) => one.Invoke(stub)),
    });
}

/** A proxy, since a server asks a chaincode for more than its two methods. */
function withMethods(chaincode: Chaincode, methods: Pick<Chaincode, 'Init' | 'Invoke'>): Chaincode {
    return new Proxy(chaincode, {
        get: (target, name): unknown =>
            name === 'Init' || name === 'Invoke' ? methods[name] : Reflect.get(target, name, target),
    });
}

async function runWatched(
    chaincode: Chaincode,
    stub: ChaincodeStub,
    watching: ProcessWatching,
    call: (chaincode: Chaincode) => Promise<ChaincodeResponse>,
): Promise<ChaincodeResponse> {
    const txId = stub.getTxID();
    const run = new SubmittedRun('', { hits: new TrapHits([]), isPerturbed: true });
    run.isSecond = watching.isSecond(txId);
    try {
        return await run.within(stub, () => call(run.isSecond ? renewedChaincode(chaincode) : chaincode));
    } finally {
        const places = run.isSecond ? [...run.places] : [];
        const reads = run.hits.map(describeHit);
        if (reads.length + places.length > 0) watching.report({ txId, reads, places });
    }
}
