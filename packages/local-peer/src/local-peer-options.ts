import type { PeerCapabilities } from '@heddle/protocol';
import type { OptionNames } from '@heddle/protocol/internal';
import type { ApplicationCapability } from './answers/application-capability';
import type { BatchOptions } from './commit/batch-options';
import type { SecondRuns } from './endorse/checked-plan';
import { checkNames } from './errors';
import type { PeerFaults } from './faults';
import type { ChannelCapability } from './identity/channel-capability';
import { type MembershipRoot, Organization } from './identity/organization';
import type { LedgerDatabase } from './ledger/ledger-database';
import { guardedLogger, type PeerLogger, silentLogger } from './logger';
import type { PeerObserver } from './observe/peer-observer';
import {
    checkChannels,
    checkChoices,
    checkNestedNames,
    checkNumbers,
    checkOrganizations,
    checkStores,
    invalid,
} from './option-checks';
import { FABRIC_3_1 } from './peer-capabilities';
import type { LedgerBlocks } from './recorded/ledger-blocks';
import type { StateDatabase } from './simulate/state-database';
import type { LedgerSnapshot } from './snapshot/ledger-snapshot';

/** A ledger on disk. */
export interface DiskStoreOptions {
    /** A folder, which one peer may use at a time. */
    readonly path: string;
    /**
     * Whether a block is on the disk when it is committed, at the cost of waiting for it. Default: false, which the end
     * of the process does not harm, but that of the machine may.
     */
    readonly sync?: boolean;
}

/** How a local peer behaves; everything has a default. */
export interface LocalPeerOptions {
    /** The organization of the peer, and of its default client. Default: Org1MSP. */
    readonly mspId?: string;
    /** The same, made before: its members are those of the peer. Default: a new one of that id. */
    readonly organization?: Organization;
    /**
     * Further organizations whose members may send proposals. Default: none. Each that is an Organization, with the keys to make
     * members, has a peer, too, which endorses what policies demand of it.
     */
    readonly organizations?: readonly MembershipRoot[];
    /** Default: mychannel. The first one is for calls that name no channel. */
    readonly channels?: readonly string[];
    /** Where the ledger is kept. Default: in memory. A database that is given is not closed. */
    readonly database?: LedgerDatabase;
    /**
     * Keeps the ledger on disk, chaincode definitions included. Identities are not kept: a peer
     * makes new ones, unless its organizations are given.
     */
    readonly store?: DiskStoreOptions;
    /**
     * The snapshot of a real peer's ledger that the channel begins with: its state, the ids of its transactions, its
     * chaincodes, its policies. The peer writes into its own store alone; the snapshot is to be closed after it. What the
     * channel is called and capable of, and what its state is in, is as the snapshot has it. Default: the channel is empty.
     */
    readonly snapshot?: LedgerSnapshot | undefined;
    /**
     * The blocks of a real channel, which the peer goes on with, in their store. As with a snapshot, what the channel is
     * called and capable of is known; they are to be closed after the peer.
     * @internal
     */
    readonly blocks?: LedgerBlocks | undefined;
    /** What is announced in READY. Default: FABRIC_3_1. */
    readonly capabilities?: PeerCapabilities;
    /** Default: V2_5. */
    readonly applicationCapability?: ApplicationCapability;
    /** What channels are capable of. Default: V3_0; V2_0 refuses identities with Ed25519 keys. */
    readonly channelCapability?: ChannelCapability;
    /** core.yaml's chaincode.executetimeout, in milliseconds. Default: 30,000. */
    readonly executeTimeoutMs?: number;
    /** core.yaml's chaincode.startuptimeout, in milliseconds. Default: 300,000. */
    readonly startupTimeoutMs?: number;
    /** core.yaml's chaincode.keepalive, in milliseconds. Default: 0, no KEEPALIVE. */
    readonly keepaliveMs?: number;
    /** core.yaml's ledger.state.totalQueryLimit. Default: 100,000. */
    readonly totalQueryLimit?: number;
    /**
     * What the peer's state is in. Default: leveldb, as in Fabric, which refuses rich queries: a contract with them
     * needs a network with CouchDB, and a test should show it. With couchdb, keys and documents must be as CouchDB
     * takes them.
     */
    readonly queries?: StateDatabase;
    /**
     * With `check`, a transaction that one peer endorses is run there twice, and refused as NOT_ENDORSED if the two runs
     * differ; one that takes longer than a second is run once. Default: off, as on a real peer.
     */
    readonly determinism?: 'check' | 'off';
    /**
     * With `off`, peers sign nothing, and believe what certificates and requests say: for simulations of many transactions,
     * whose clients are all their own. Default: check.
     */
    readonly signatures?: 'check' | 'off';
    /**
     * Has the second run of `determinism: 'check'` be another one than the first.
     * @internal
     */
    readonly secondRuns?: SecondRuns | undefined;
    /** When a block is cut. */
    readonly batch?: BatchOptions;
    /** The time of proposals, of certificates, and of their expiry. Default: the system's. */
    readonly clock?: () => Date;
    /** Default: nothing is logged. */
    readonly logger?: PeerLogger;
    /** Is told of proposals and blocks. Default: nobody. */
    readonly observer?: PeerObserver;
    /** What goes wrong, for tests of the chaincode's side. Default: nothing. */
    readonly faults?: PeerFaults;
}

/** Options with their defaults. */
export type ResolvedLocalPeerOptions = Required<
    Omit<LocalPeerOptions, 'blocks' | 'database' | 'store' | 'mspId' | 'secondRuns' | 'snapshot'>
> & {
    readonly snapshot: LedgerSnapshot | undefined;
    readonly blocks: LedgerBlocks | undefined;
    readonly store: DiskStoreOptions | undefined;
    readonly database: LedgerDatabase | undefined;
    readonly secondRuns: SecondRuns | undefined;
    readonly defaultChannel: string;
};

const DEFAULT_MSP_ID = 'Org1MSP';

const DEFAULTS = {
    organizations: [],
    channels: ['mychannel'],
    database: undefined,
    store: undefined,
    snapshot: undefined,
    blocks: undefined,
    capabilities: FABRIC_3_1,
    applicationCapability: 'V2_5',
    channelCapability: 'V3_0',
    executeTimeoutMs: 30_000,
    startupTimeoutMs: 300_000,
    keepaliveMs: 0,
    totalQueryLimit: 100_000,
    queries: 'leveldb',
    determinism: 'off',
    signatures: 'check',
    secondRuns: undefined,
    batch: {},
    clock: (): Date => new Date(),
    logger: silentLogger,
    observer: {},
    faults: {},
} as const satisfies Omit<ResolvedLocalPeerOptions, 'defaultChannel' | 'organization'>;

const NAMES: OptionNames<LocalPeerOptions> = {
    applicationCapability: true,
    batch: true,
    blocks: true,
    capabilities: true,
    channelCapability: true,
    channels: true,
    clock: true,
    database: true,
    determinism: true,
    executeTimeoutMs: true,
    faults: true,
    keepaliveMs: true,
    logger: true,
    mspId: true,
    observer: true,
    organization: true,
    organizations: true,
    queries: true,
    secondRuns: true,
    signatures: true,
    snapshot: true,
    startupTimeoutMs: true,
    store: true,
    totalQueryLimit: true,
};

/** @throws LocalPeerError OPTION_INVALID */
export function resolveOptions(options: LocalPeerOptions): ResolvedLocalPeerOptions {
    checkNames('LocalPeer.start', options, NAMES);
    const organization = resolveOrganization(options);
    const resolved = { ...DEFAULTS, ...defaultsOf(options), ...withoutUndefined(options), organization };
    checkStores(resolved);
    checkOrganizations(resolved);
    checkChoices(resolved);
    checkNestedNames(resolved);
    checkNumbers(resolved);
    const logger = resolved.logger === silentLogger ? silentLogger : guardedLogger(resolved.logger);
    return { ...resolved, logger, defaultChannel: checkChannels(resolved) };
}

/** What a real channel is like is known of it. */
function defaultsOf({ snapshot, blocks }: LocalPeerOptions): Partial<ResolvedLocalPeerOptions> {
    const real = snapshot ?? blocks;
    if (real === undefined) return {};
    const { channelId, applicationCapability, channelCapability } = real;
    return {
        channels: [channelId],
        applicationCapability,
        channelCapability,
        ...(snapshot?.isOfCouchDb === true && { queries: 'couchdb' }),
        ...(blocks !== undefined && { database: blocks.database }),
    };
}

function resolveOrganization({ organization, mspId, clock }: LocalPeerOptions): Organization {
    if (organization === undefined)
        return new Organization({ mspId: mspId ?? DEFAULT_MSP_ID, clock: clock ?? DEFAULTS.clock });
    if (mspId === undefined || mspId === organization.mspId) return organization;
    throw invalid('mspId', `is ${mspId}, but the organization given is ${organization.mspId}: leave one of them out`);
}

/** An option that is undefined counts as not given. */
function withoutUndefined(options: LocalPeerOptions): LocalPeerOptions {
    return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
