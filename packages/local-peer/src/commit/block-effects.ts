import type { Timestamp } from '@heddle/protocol';
import type { DefinitionState } from '../definition/definition-state';
import type { BlockUpdate, Expiry, HistoryEntry, StateReader } from '../ledger/ledger-store';
import type { CollectionHashes, ReadWriteSet } from '../records/read-write-set';
import { ValidationCode } from '../records/validation-code';
import type { Version } from '../records/version';
import { BlockChanges, isDelete } from './block-changes';
import { expire, ExpiryPlan, type Lifetimes } from './expiry-plan';
import { refusePanic } from './policies-of-deleted-keys';
import { applyPrivateValues, hashedWrites } from './private-changes';
import { type KeptWrites, PrivateWriteChanges } from './private-write-changes';
import type { KeptPrivateWrites } from './transient-store';

/** What a transaction has written to a collection: hashes come with it, and values as far as they are known here. */
export interface CollectionWrites {
    readonly namespace: string;
    readonly hashes: CollectionHashes;
    readonly values: KeptPrivateWrites | undefined;
}

/** What a transaction of the block has done. */
export interface TransactionEffects {
    readonly version: Version;
    readonly txId: string;
    readonly timestamp: Timestamp | undefined;
    readonly readWriteSet: ReadWriteSet;
    readonly collectionWrites: readonly CollectionWrites[];
}

/** The ledger before the block. */
export interface LedgerBefore {
    readonly state: StateReader;
    /** Of the collections that there were then. */
    readonly lifetimes: Lifetimes;
    /** Default: none, where nothing is compared with definitions. */
    readonly definitions?: Pick<DefinitionState, 'version'>;
    /** Default: none were kept. */
    readonly privateWrites?: KeptWrites;
}

const NO_DEFINITIONS = { version: () => undefined };
const NOTHING_KEPT: KeptWrites = {
    privateWrites: () => Promise.resolve([]),
    privateWritesOf: () => Promise.resolve([]),
};

/** All that follows from a block, transaction by transaction: who has found them valid is not asked here. */
export class BlockEffects {
    readonly changes: BlockChanges;
    readonly #before: LedgerBefore;
    readonly #privateWrites: PrivateWriteChanges;
    readonly #plan: ExpiryPlan;
    readonly #history: HistoryEntry[] = [];

    constructor(number: bigint, before: LedgerBefore) {
        this.#before = before;
        this.changes = new BlockChanges(before.state, before.definitions ?? NO_DEFINITIONS);
        this.#privateWrites = new PrivateWriteChanges(before.privateWrites ?? NOTHING_KEPT);
        this.#plan = new ExpiryPlan(number, before.lifetimes);
    }

    /** Adds a valid transaction. @throws LocalPeerError PEER_PANICKED where no peer could */
    async apply(transaction: TransactionEffects): Promise<void> {
        const { version, readWriteSet, collectionWrites } = transaction;
        await refusePanic(transaction, this.changes);
        for (const set of readWriteSet) await this.changes.apply(set, version);
        for (const { namespace, hashes, values } of collectionWrites) {
            await this.changes.apply(hashedWrites(namespace, hashes), version);
            if (values !== undefined) await applyPrivateValues(this.changes, values, version);
            if (values !== undefined) this.#privateWrites.add(version, values);
            await this.#privateWrites.purge(namespace, hashes);
            this.#plan.add(namespace, hashes, values);
        }
        this.#history.push(...historyOf(transaction));
    }

    /**
     * Adds a transaction that conflicts: its private writes are kept before it is known whether it does
     * (fabric, gossip/privdata/coordinator.go).
     */
    keep({ version, collectionWrites }: Pick<TransactionEffects, 'version' | 'collectionWrites'>): void {
        for (const { namespace, hashes, values } of collectionWrites) {
            if (values === undefined) continue;
            this.#privateWrites.add(version, values);
            this.#plan.add(namespace, hashes, values);
        }
    }

    /** Has that expire which does so with this block, after its transactions. */
    async expire(expired: readonly Expiry[]): Promise<void> {
        await expire(expired, this.#before.state, this.changes);
        await this.#privateWrites.expire(expired);
    }

    toUpdate(): Required<Pick<BlockUpdate, 'state' | 'history' | 'privateWrites' | 'expiries'>> {
        return {
            state: this.changes.toUpdates(),
            history: this.#history,
            privateWrites: this.#privateWrites.toUpdates(),
            expiries: this.#plan.toExpiries(),
        };
    }
}

/** Whether a transaction is all right by itself, and was refused for what others have done. */
export function isConflict(code: number): boolean {
    return code === ValidationCode.MVCC_READ_CONFLICT || code === ValidationCode.PHANTOM_READ_CONFLICT;
}

/** What was read and written in collections, one by one, with what is known of it here. */
export function collectionWritesIn(
    set: ReadWriteSet,
    valuesOf: (namespace: string, hashes: CollectionHashes) => KeptPrivateWrites | undefined,
): CollectionWrites[] {
    return set.flatMap(({ namespace, collections }) =>
        collections.map((hashes) => ({ namespace, hashes, values: valuesOf(namespace, hashes) })),
    );
}

/** Writes of values are history, writes of metadata are not (fabric, kvledger/history/db.go). */
function historyOf({ txId, timestamp, version, readWriteSet }: TransactionEffects): HistoryEntry[] {
    return readWriteSet.flatMap(({ namespace, writes }) =>
        writes.map((write) => ({
            namespace,
            key: write.key,
            version,
            modification: { txId, value: write.value, timestamp, isDelete: isDelete(write) },
        })),
    );
}
