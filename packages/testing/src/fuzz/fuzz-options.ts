import type * as fc from 'fast-check';
import type { ClientOptions } from '../peer/network-members';
import type { TestNetworkOptions } from '../peer/test-network-options';
import type { LedgerState } from '../rows/ledger-state';
import type { TestNetwork } from '../test-network';

/** A key that a block has changed. */
export interface StateChange {
    readonly chaincode: string;
    /** The collection, of private data. */
    readonly collection: string | undefined;
    /** A composite key as `color~name(red, a1)`. */
    readonly key: string;
    /** The value of JSON, else text or bytes; undefined where there was none. */
    readonly before: unknown;
    /** Undefined where the key was deleted. */
    readonly after: unknown;
}

/** A valid transaction of a block, and its client. */
export interface BlockCall {
    /** The client's name among the actors. */
    readonly actor: string;
    /** What `ctx.clientIdentity.getID()` was. */
    readonly id: string;
    readonly mspId: string;
    readonly transaction: string;
    readonly args: readonly unknown[];
    readonly result: unknown;
    readonly txId: string;
}

/** What an invariant may look at, after each block. */
export interface LedgerView<O extends TestNetworkOptions = TestNetworkOptions> {
    /** What is committed of the first chaincode. */
    readonly state: LedgerState;
    /** What was committed of it before the block. */
    readonly before: LedgerState;
    /** What is committed of a chaincode. */
    readonly stateOf: (chaincode: string) => LedgerState;
    /** The keys that the block has changed, in the order of its transactions. */
    readonly changes: readonly StateChange[];
    /** The block's valid transactions, in their order. */
    readonly by: readonly BlockCall[];
    readonly net: TestNetwork<O>;
}

/** Throws, or rejects, where a rule is broken. */
export type Invariant<O extends TestNetworkOptions = TestNetworkOptions> = (view: LedgerView<O>) => unknown;

/** What is tried, and what must hold. */
export interface FuzzOptions<O extends TestNetworkOptions = TestNetworkOptions> {
    /** By the words in which a failure names them. Each is asked after each block. Default: only those of `@Invariant()`. */
    readonly invariants?: Readonly<Record<string, Invariant<O>>>;
    /** The clients, by name. Default: some of each organization, and those that the contract's guards ask for. */
    readonly actors?: Readonly<Record<string, ClientOptions>>;
    /** Calls with which each run begins. Default: none. */
    readonly setup?: (net: TestNetwork<O>) => unknown;
    /** How many runs, each from the beginning. Default: 100; with `seconds`, as many as they allow. */
    readonly runs?: number;
    /** Calls in a run. Default: 50. */
    readonly depth?: number;
    /** What all choices follow from. Default: a random one, which a failure names. */
    readonly seed?: number;
    /** Ends after this time, with the run that is under way. Default: `runs` decides. */
    readonly seconds?: number;
    /** The most transactions in a block. Default: 4. */
    readonly blocks?: { readonly most?: number };
    /** By how many milliseconds time moves between blocks, one of these. Default: from none to a year, and what the source names. */
    readonly time?: { readonly step?: readonly number[] };
    /**
     * Generators of fast-check by `transaction.parameter`, by `transaction.parameter.member`, or by the bare name.
     * Default: by the types.
     */
    readonly arguments?: Readonly<Record<string, fc.Arbitrary<unknown>>>;
    /** How often a transaction is chosen, by its name. Default: 1 each. */
    readonly weights?: Readonly<Record<string, number>>;
    /** Transactions that are not called. Default: none, all are called. */
    readonly except?: readonly string[];
    /** Transactions of which a refusal fails the run. Default: none. */
    readonly failOnRefusal?: readonly string[];
    /** Transactions that may be refused in every call. Default: none, each has to succeed once. */
    readonly allowNever?: readonly string[];
    /** Milliseconds beyond which a call fails the run. Default: 1000. */
    readonly slow?: number;
    /** The file from which a written test imports the contracts. Default: the one that they were loaded from. */
    readonly module?: string;
    /** The name of its files. Default: that of the first contract's class. */
    readonly name?: string;
    /** Where failures and the corpus are kept; false keeps nothing. Default: `fuzz` in the working directory. */
    readonly folder?: string | false;
}
