import type { ChannelCollections } from '../definition/channel-collections';
import type { ChannelPolicies } from '../definition/channel-policies';
import type { DefinitionState } from '../definition/definition-state';
import type { CommitLock } from '../ledger/commit-lock';
import type { BlockUpdate, HistoryEntry, TransactionLocation } from '../ledger/ledger-store';
import { createBlockHeader, decodeBlock, encodeBlock, hashOfBlock } from '../records/block';
import type { CollectionHashes, ReadWriteSet } from '../records/read-write-set';
import type { EndorsedTransaction } from '../records/transaction-envelope';
import { ValidationCode } from '../records/validation-code';
import type { Version } from '../records/version';
import { BlockChanges, isDelete } from './block-changes';
import { findConflict, type Present } from './conflicts';
import { type CheckedEndorsements, type CheckedPolicy, EndorsementCheck } from './endorsement-check';
import { expire, ExpiryPlan } from './expiry-plan';
import { applyPrivateValues, hashedWrites } from './private-changes';
import { PrivateWriteChanges } from './private-write-changes';
import { type CheckedTransaction, checkTransaction, type TransactionChecks } from './transaction-check';
import type { TransientStore } from './transient-store';
import type { UndoneHeights } from './undone-heights';

/** What became of one envelope of a block. */
export interface CommittedTransaction {
    /** Empty where the envelope could not be decoded so far. */
    readonly txId: string;
    readonly blockNumber: bigint;
    readonly txNumber: bigint;
    readonly validationCode: ValidationCode;
}

/** A block that is in the store, and what its way there was. */
export interface CommittedBatch {
    readonly transactions: readonly CommittedTransaction[];
    /** Of each transaction, what its endorsements were held against. */
    readonly policies: readonly (readonly CheckedPolicy[])[];
    readonly milliseconds: { readonly validation: number; readonly write: number };
}

interface PendingBlock {
    readonly number: bigint;
    readonly policies: readonly (readonly CheckedPolicy[])[];
    readonly checked: readonly CheckedTransaction[];
    readonly codes: readonly ValidationCode[];
    readonly changes: BlockChanges;
    readonly privateWrites: PrivateWriteChanges;
    readonly plan: ExpiryPlan;
}

/** What is found of transactions that are all right by themselves. */
const CONFLICTS: ReadonlySet<ValidationCode> = new Set([
    ValidationCode.MVCC_READ_CONFLICT,
    ValidationCode.PHANTOM_READ_CONFLICT,
]);

/** What a committer shares with simulations and endorsers of its channel. */
export interface CommitterOptions {
    readonly lock: CommitLock;
    readonly policies: ChannelPolicies;
    readonly definitions: DefinitionState;
    readonly undone: UndoneHeights;
    readonly privateData: { readonly collections: ChannelCollections; readonly transient: TransientStore };
}

/** Makes blocks of envelopes, validates them, and commits each in one batch. One block at a time. */
export class Committer {
    readonly #checks: TransactionChecks;
    readonly #lock: CommitLock;
    readonly #policies: ChannelPolicies;
    readonly #definitions: DefinitionState;
    readonly #undone: UndoneHeights;
    readonly #privateData: CommitterOptions['privateData'];
    /** What was committed last here. */
    #last: { readonly number: bigint; readonly hash: Buffer } | undefined;
    /** Ids of transactions that need no endorsement. */
    readonly #trusted = new Set<string>();

    constructor(checks: TransactionChecks, { lock, policies, definitions, undone, privateData }: CommitterOptions) {
        this.#checks = checks;
        this.#lock = lock;
        this.#policies = policies;
        this.#definitions = definitions;
        this.#undone = undone;
        this.#privateData = privateData;
    }

    /** Asks for no endorsement of the transaction with this id. */
    trust(txId: string): void {
        this.#trusted.add(txId);
    }

    /** Commits one block of these envelopes; resolves when it is in the store. */
    async commit(envelopes: readonly Uint8Array[]): Promise<CommittedBatch> {
        const begin = performance.now();
        const number = await this.#checks.store.height();
        const pending = await this.#validate(number, envelopes);
        const validated = performance.now();
        const header = createBlockHeader(number, await this.#hashOfLastBlock(number), envelopes);
        const block = encodeBlock({
            header,
            envelopes: envelopes.map((bytes) => Buffer.from(bytes)),
            validationCodes: pending.codes,
        });
        const transactions = committedTransactions(pending);
        const expired = await this.#checks.store.expiring(number);
        await expire(expired, this.#checks.store, pending.changes);
        await pending.privateWrites.expire(expired);
        const update = {
            number,
            block,
            hash: hashOfBlock(header),
            transactions: firstOfEachId(transactions),
            state: pending.changes.toUpdates(),
            history: historyOf(pending),
            privateWrites: pending.privateWrites.toUpdates(),
            expiries: pending.plan.toExpiries(),
            expired,
        } satisfies BlockUpdate;
        const release = await this.#lock.exclude();
        try {
            await this.#checks.store.append(update);
        } finally {
            release();
        }
        this.#last = { number, hash: update.hash };
        this.#privateData.transient.forget(
            transactions.map(({ txId }) => txId),
            number,
        );
        const milliseconds = { validation: validated - begin, write: performance.now() - validated };
        return { transactions, policies: pending.policies, milliseconds };
    }

    async #validate(number: bigint, envelopes: readonly Uint8Array[]): Promise<PendingBlock> {
        const checked: CheckedTransaction[] = [];
        const policies: (readonly CheckedPolicy[])[] = [];
        const endorsements = new EndorsementCheck({ policies: this.#policies, store: this.#checks.store });
        for (const bytes of envelopes) {
            const one = await checkTransaction(bytes, this.#checks);
            const held = await this.#checkEndorsements(one, endorsements);
            checked.push({ ...one, code: held.code });
            policies.push(held.policies);
        }
        const changes = new BlockChanges(this.#checks.store, this.#definitions);
        const privateWrites = new PrivateWriteChanges(this.#checks.store);
        const plan = new ExpiryPlan(number, this.#privateData.collections);
        const codes: ValidationCode[] = [];
        const seen = new Set<string>();
        for (const [index, transaction] of checked.entries()) {
            const undoneFrom = this.#undone.since(transaction.txId);
            const code = await validate(transaction, { changes, undoneFrom }, seen);
            codes.push(code);
            const version = { blockNumber: number, txNumber: BigInt(index) };
            if (code === ValidationCode.VALID)
                await this.#apply(transaction, version, { changes, privateWrites, plan });
            if (CONFLICTS.has(code)) this.#keepPrivateWrites(transaction, version, { privateWrites, plan });
        }
        return { number, policies, checked, codes, changes, privateWrites, plan };
    }

    async #checkEndorsements(
        { code, txId, transaction, readWriteSet, signers }: CheckedTransaction,
        endorsements: EndorsementCheck,
    ): Promise<CheckedEndorsements> {
        if (code !== ValidationCode.VALID || transaction === undefined) return { code, policies: [] };
        if (this.#trusted.delete(txId)) return { code, policies: [] };
        const chaincode = transaction.action.chaincodeId?.name ?? '';
        return await endorsements.check(chaincode, readWriteSet, signers);
    }

    /** Hashes come with the transaction; values only where an endorser here has left them. */
    async #apply(
        { txId, readWriteSet }: CheckedTransaction,
        version: Version,
        { changes, privateWrites, plan }: Pick<PendingBlock, 'changes' | 'privateWrites' | 'plan'>,
    ): Promise<void> {
        for (const set of readWriteSet) await changes.apply(set, version);
        for (const { namespace, hashes } of privateSetsOf(readWriteSet)) {
            const values = this.#privateData.transient.find(txId, namespace, hashes);
            await changes.apply(hashedWrites(namespace, hashes), version);
            if (values !== undefined) await applyPrivateValues(changes, values, version);
            if (values !== undefined) privateWrites.add(version, values);
            await privateWrites.purge(namespace, hashes);
            plan.add(namespace, hashes, values);
        }
    }

    /** Private writes are kept before it is known whether the transaction conflicts (fabric, gossip/privdata/coordinator.go). */
    #keepPrivateWrites(
        { txId, readWriteSet }: CheckedTransaction,
        version: Version,
        { privateWrites, plan }: Pick<PendingBlock, 'privateWrites' | 'plan'>,
    ): void {
        for (const { namespace, hashes } of privateSetsOf(readWriteSet)) {
            const values = this.#privateData.transient.find(txId, namespace, hashes);
            if (values === undefined) continue;
            privateWrites.add(version, values);
            plan.add(namespace, hashes, values);
        }
    }

    async #hashOfLastBlock(number: bigint): Promise<Buffer> {
        if (this.#last?.number === number - 1n) return this.#last.hash;
        const { origin } = this.#checks.store;
        if (number === origin?.firstBlock) return origin.lastHash;
        const last = number === 0n ? undefined : await this.#checks.store.block(number - 1n);
        return last === undefined ? Buffer.alloc(0) : hashOfBlock(decodeBlock(last).header);
    }
}

async function validate(
    { code, txId, readWriteSet }: CheckedTransaction,
    present: Present,
    seen: Set<string>,
): Promise<ValidationCode> {
    if (code !== ValidationCode.VALID) return code;
    if (seen.has(txId)) return ValidationCode.DUPLICATE_TXID;
    seen.add(txId);
    return await findConflict(readWriteSet, present);
}

/** What was read and written in collections, one by one. */
export function privateSetsOf(set: ReadWriteSet): { readonly namespace: string; readonly hashes: CollectionHashes }[] {
    return set.flatMap(({ namespace, collections }) => collections.map((hashes) => ({ namespace, hashes })));
}

function committedTransactions({ number, checked, codes }: PendingBlock): CommittedTransaction[] {
    return checked.map(({ txId }, index) => ({
        txId,
        blockNumber: number,
        txNumber: BigInt(index),
        validationCode: codes[index] ?? ValidationCode.NOT_VALIDATED,
    }));
}

/** A duplicate does not take the place of the transaction whose id it has. */
export function firstOfEachId<T extends Pick<TransactionLocation, 'validationCode'> & { readonly txId: string }>(
    transactions: readonly T[],
): T[] {
    const first = new Map<string, T>();
    for (const transaction of transactions) {
        const isDuplicate = transaction.validationCode === ValidationCode.DUPLICATE_TXID;
        if (transaction.txId !== '' && !isDuplicate && !first.has(transaction.txId))
            first.set(transaction.txId, transaction);
    }
    return [...first.values()];
}

function historyOf({ number, checked, codes }: PendingBlock): HistoryEntry[] {
    return checked.flatMap(({ transaction, readWriteSet }, index) =>
        transaction === undefined || codes[index] !== ValidationCode.VALID
            ? []
            : historyOfTransaction(transaction, readWriteSet, { blockNumber: number, txNumber: BigInt(index) }),
    );
}

/** Writes of values are history, writes of metadata are not (fabric, kvledger/history/db.go). */
export function historyOfTransaction(
    { channelHeader }: Pick<EndorsedTransaction, 'channelHeader'>,
    readWriteSet: ReadWriteSet,
    version: Version,
): HistoryEntry[] {
    const { txId, timestamp } = channelHeader;
    return readWriteSet.flatMap(({ namespace, writes }) =>
        writes.map((write) => ({
            namespace,
            key: write.key,
            version,
            modification: { txId, value: write.value, timestamp, isDelete: isDelete(write) },
        })),
    );
}
