/** The organizations of clients and of peers. */
export type ClientOrganization = 'Org1' | 'Org2';

/** The keys that clients may have besides those of P-256. */
export type ClientKey = 'P-384' | 'Ed25519';

/** A transaction to run. */
export interface Call {
    /** Default: the chaincode of the scenarios. */
    readonly chaincode?: string;
    readonly args: readonly (string | Uint8Array)[];
    readonly transient?: Readonly<Record<string, string | Uint8Array>>;
    /** Default: Org1. */
    readonly client?: ClientOrganization;
    /** Default: mychannel. */
    readonly channel?: string;
    /** Whose peer's gateway is asked. Default: Org1. */
    readonly gateway?: ClientOrganization;
    /** MSP ids of those who have to endorse, or who may evaluate. Default: whom the gateway finds. */
    readonly endorsedBy?: readonly string[];
    /** Of the client. Default: P-256. */
    readonly key?: ClientKey;
}

/** What became of it. */
export interface Outcome {
    readonly txId: string;
    /** 200 where it succeeded; what the chaincode answered where it failed; 500 where the peer failed. */
    readonly status: number;
    /** The chaincode's own words, or the peer's. Empty where it succeeded. */
    readonly message: string;
    readonly payload: Buffer;
    /** What the peer found at commit, such as VALID or MVCC_READ_CONFLICT. Undefined if it did not come to that. */
    readonly validation: string | undefined;
    /** What the endorsers agreed on, encoded. Undefined if nothing was endorsed to be committed. */
    readonly readWriteSet?: Buffer | undefined;
}

/** An event of a chaincode, as a client hears it. */
export interface HeardEvent {
    readonly txId: string;
    readonly name: string;
    readonly payload: string;
}

/** What is known of a target before it is there. */
export interface TargetTraits {
    /** Whether its peer takes GET_STATE_MULTIPLE and WRITE_BATCH_STATE. */
    readonly takesBatches: boolean;
    /** Whether its state database takes selectors. */
    readonly takesSelectors: boolean;
}

/** What scenarios run against: a Fabric network, or something that claims to behave as one. */
export interface Target extends TargetTraits {
    evaluate(call: Call): Promise<Outcome>;
    /** Endorses, orders, and waits for the commit. */
    submit(call: Call): Promise<Outcome>;
    /** Calls init. @returns the peer's words where it refuses, nothing where it is committed */
    init(chaincode: string, args: readonly string[]): Promise<string>;
    /** Endorses all of them, one after the other, before it orders the first; their outcomes in the same order. */
    submitTogether(calls: readonly Call[]): Promise<Outcome[]>;
    /** The chaincode's events of the blocks from now on, until it is closed. */
    listen(chaincode: string): Promise<AsyncIterable<HeardEvent> & { close(): void }>;
}

/** A network of two peers, each of an organization of its own. */
export interface OrganizationsTarget extends Target {
    /** As `submit`, with something done when all have endorsed. */
    submitAfter(call: Call, between: () => Promise<void>): Promise<Outcome>;
    /** Commits a chaincode's definition anew, under the next sequence. */
    redefine(chaincode: string): Promise<void>;
    /** Ends the server of a chaincode that Org1's peer dials, for good. */
    endServer(chaincode: string): Promise<void>;
}

/** The name under which the chaincode of the scenarios is committed. */
export const SCENARIO_CHAINCODE = 'scenarios';
/** The name under which the same chaincode is committed again, to be called by the first one. */
export const CALLED_CHAINCODE = 'called';

/** The name under which the same chaincode is committed again, with init required. */
export const INITIAL_CHAINCODE = 'initial';
/** A second channel, on which the called chaincode is committed, too. */
export const OTHER_CHANNEL = 'other';

/** The collections with which both are committed, by who is a member. */
export const COLLECTIONS = {
    /** Org1 only, and only its clients may read or write. */
    org1: 'org1Only',
    both: 'bothOrganizations',
    /** Org2 only: Org1's peer has hashes. */
    org2: 'org2Only',
    /** Org1, for two blocks. */
    shortLived: 'twoBlocks',
} as const;
