import type { Disagreement } from '../endorse/result-differences';
import type { ChaincodeEvent, ChaincodeResponse } from '../records/chaincode-response';
import type { ReadWriteSet } from '../records/read-write-set';
import type { SimulatedQueries } from '../records/simulated-query';

/**
 * Looks on while a local peer works, for all of its clients. What it is told is frozen, and nothing waits for it: an
 * observer that throws is reported to the log, and changes nothing.
 */
export interface PeerObserver {
    /** A proposal has come to its end. One that cannot be decoded is not observed: only its sender is told. */
    proposal?(proposal: ObservedProposal): void;
    /**
     * The transient data of a proposal, told right before the proposal itself, and only to an observer that has this:
     * values that are to stay off the ledger do not come to one that has not asked for them.
     */
    transient?(transient: ObservedTransient): void;
    /** A request of a chaincode was refused, of which more can be said than a real peer does; its proposal goes on. */
    refusal?(refusal: ObservedRefusal): void;
    /** A block is in the store; its clients are told after this. */
    block?(block: ObservedBlock): void;
    /** The ledger was marked; told of marks with a name. */
    marked?(mark: ObservedMark): void;
    /** The ledger went back to a mark. */
    reverted?(revert: ObservedRevert): void;
    /** CouchDB answers a rich query otherwise than one expects, or takes no document of this size. Told once of each cause. */
    queryWarning?(warning: ObservedQueryWarning): void;
}

/** What a proposal's client has sent besides the arguments. */
export interface ObservedTransient {
    readonly txId: string;
    readonly values: ReadonlyMap<string, Uint8Array>;
}

/** A request that the peer refused. */
export interface ObservedRefusal {
    readonly channel: string;
    readonly txId: string;
    /** The request's name, `GET_STATE` for one. */
    readonly request: string;
    /** What the chaincode was told, in the words of a real peer. */
    readonly error: string;
    /** What to do about it. */
    readonly hint: string;
}

/** A proposal, and what came of it at all the peers that it was run at. */
export interface ObservedProposal {
    /** Whether it was to be evaluated, or endorsed to be submitted. */
    readonly purpose: 'evaluate' | 'endorse';
    readonly txId: string;
    readonly channel: string;
    readonly chaincode: string;
    readonly creator: ObservedIdentity;
    readonly isInit: boolean;
    /** The first one is the function's name. */
    readonly args: readonly Buffer[];
    /** Of the transient data; the values are nobody's business. */
    readonly transientKeys: readonly string[];
    /** When it came. */
    readonly begin: Date;
    /** From its arrival to its end, at all peers together; without the second run that checks whether it is deterministic. */
    readonly milliseconds: number;
    /** How many blocks the ledger had that it ran on; undefined where it did not run. */
    readonly height: bigint | undefined;
    /** The peers that it was run at, in their order; empty where it was refused before. */
    readonly peers: readonly ObservedRun[];
    /** What its runs did not do alike, where that is why it was not endorsed. */
    readonly disagreement: Disagreement | undefined;
    /** What nobody can sign together, where that is why it was not endorsed: policies in Fabric's text form. */
    readonly demands: readonly string[];
    readonly result: ObservedResult | undefined;
    /** Why there is no result: the proposal was refused, or the organizations did not agree. */
    readonly error: string | undefined;
}

/** A run of a proposal at an organization's peer. */
export interface ObservedRun {
    readonly mspId: string;
    readonly milliseconds: number;
    readonly status: number;
    readonly message: string;
}

/** Who signed: a common name, and the organization. */
export interface ObservedIdentity {
    readonly mspId: string;
    /** Empty if the identity has no certificate. */
    readonly name: string;
    /** In PEM, if it has one. */
    readonly certificate?: string;
}

/** What a chaincode answered, and what it did. A status of 400 and above is a failure, and has no endorsement. */
export interface ObservedResult {
    readonly response: ChaincodeResponse;
    readonly event: ChaincodeEvent | undefined;
    /** Of private data, hashes. */
    readonly readWriteSet: ReadWriteSet;
    /**
     * What it has asked besides: queries of which the read set says nothing, or no more than the keys that they gave. As the
     * first peer ran them. Absent of what nobody has seen running.
     */
    readonly queries?: SimulatedQueries;
    /** MSP ids of those who have endorsed; empty for an evaluated proposal. */
    readonly endorsedBy: readonly string[];
    /** Why there was no second run to compare with, where there should be one. */
    readonly unchecked: string | undefined;
}

/** A rich query, an index or a document that does on a peer with CouchDB what its author does not expect. */
export interface ObservedQueryWarning {
    readonly channel: string;
    readonly chaincode: string;
    readonly text: string;
}

/** A mark that was taken, on all channels. */
export interface ObservedMark {
    readonly name: string;
    /** The number of the first channel's blocks. */
    readonly height: bigint;
    /** That of the mark that had the name before; undefined if none had. */
    readonly replacedHeight: bigint | undefined;
}

/** Where the ledger is after a revert. */
export interface ObservedRevert {
    /** Undefined if the mark has none. */
    readonly name: string | undefined;
    readonly height: bigint;
    /** On all channels. */
    readonly undoneBlocks: bigint;
}

/** A block that was committed. */
export interface ObservedBlock {
    readonly channel: string;
    readonly number: bigint;
    /** When it was in the store. */
    readonly time: Date;
    /** What its transactions had to wait for together. */
    readonly milliseconds: { readonly validation: number; readonly write: number };
    readonly transactions: readonly ObservedCommit[];
}

/** What became of a transaction in its block. */
export interface ObservedCommit {
    /** Empty where the envelope could not be decoded so far. */
    readonly txId: string;
    /** Its place in the block, from 0. */
    readonly txNumber: number;
    /** VALID, or why it is not. */
    readonly status: string;
    /** Milliseconds from its arrival at the orderer until its block was cut. */
    readonly waited: number;
    /** What its endorsements were held against, up to the first one that is not fulfilled; empty where something else is wrong. */
    readonly policies: readonly ObservedPolicy[];
}

/** An endorsement policy, and whether a transaction fulfils it. */
export interface ObservedPolicy {
    readonly of: 'chaincode' | 'collection' | 'key';
    readonly namespace: string;
    /** Empty for public state. */
    readonly collection: string;
    /** Whose own policy it is; of a private key the hash, in hexadecimal. */
    readonly key: string | undefined;
    /** In Fabric's text form; undefined for one that was cleared, cannot be read, or was changed within the same block. */
    readonly text: string | undefined;
    readonly isFulfilled: boolean;
    /** Whose signatures are missing: `'Org2MSP.member'`, or `OR('Org2MSP.member', 'Org3MSP.member')` where one of them is. */
    readonly missing: readonly string[];
}
