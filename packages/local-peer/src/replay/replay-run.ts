import type { ChaincodeResponse } from '../records/chaincode-response';
import type { PrivateWriteSet, ReadWriteSet } from '../records/read-write-set';
import type { Simulator } from '../simulate/simulator';

/** Something that no block has, and what the transaction had written before it asked for it. */
export interface AskedUnknown {
    /** For instance `transient data`. */
    readonly what: string;
    readonly written: ReadWriteSet;
}

/** A key of a namespace, or all of them. */
export interface UnvalidatedRead {
    readonly namespace: string;
    readonly key?: string;
}

/** What came of a transaction that was run once more. */
export interface RunResult {
    /** Undefined where it has not come to a response. */
    readonly response: ChaincodeResponse | undefined;
    /** Why there is no response. */
    readonly error: string | undefined;
    /** An encoded ChaincodeEvent; empty for none. */
    readonly event: Buffer;
    readonly readWriteSet: ReadWriteSet;
    readonly privateWrites: readonly PrivateWriteSet[];
    /** The first thing that no block has, and that it asked for. */
    readonly unknown: AskedUnknown | undefined;
    /** What it read that a commit does not look at again: histories, rich queries, private ranges. */
    readonly unvalidated: readonly UnvalidatedRead[];
    /** Whether it made a rich query. */
    readonly isRich: boolean;
}

/** One run of a transaction on the state after one block, as long as it lasts. */
export class ReplayRun {
    readonly block: bigint;
    readonly simulator: Simulator;
    #unknown: AskedUnknown | undefined;
    readonly unvalidated: UnvalidatedRead[] = [];
    isRich = false;

    /** @param createSimulator is given who is told of private values that are missing */
    constructor(block: bigint, createSimulator: (onMissingValue: (collection: string) => void) => Simulator) {
        this.block = block;
        this.simulator = createSimulator((collection) => {
            this.asked(`a private value of ${collection} that is not given`);
        });
    }

    get unknown(): AskedUnknown | undefined {
        return this.#unknown;
    }

    /** Notes that it asked for what no block has; the first time counts. */
    asked(what: string): void {
        this.#unknown ??= { what, written: this.simulator.written };
    }
}
