import type { CommitLock } from '../ledger/commit-lock';
import type { BlockUpdate, HistoryEntry } from '../ledger/ledger-store';
import type { Version } from '../ledger/version';
import type { ReadWriteSet } from '../simulate/read-write-set';
import { createBlockHeader, decodeBlock, encodeBlock, hashOfBlock } from './block';
import { BlockChanges, isDelete } from './block-changes';
import { findConflict } from './conflicts';
import { checkTransaction, type CheckedTransaction, type TransactionChecks } from './transaction-check';
import type { EndorsedTransaction } from './transaction';
import { ValidationCode } from './validation-code';

/** What became of one envelope of a block. */
export interface CommittedTransaction {
    /** Empty where the envelope could not be decoded so far. */
    readonly txId: string;
    readonly blockNumber: bigint;
    readonly txNumber: bigint;
    readonly validationCode: ValidationCode;
}

interface PendingBlock {
    readonly number: bigint;
    readonly checked: readonly CheckedTransaction[];
    readonly codes: readonly ValidationCode[];
    readonly changes: BlockChanges;
}

/** Makes blocks of envelopes, validates them, and commits each in one batch. One block at a time. */
export class Committer {
    readonly #checks: TransactionChecks;
    readonly #lock: CommitLock;

    constructor(checks: TransactionChecks, lock: CommitLock) {
        this.#checks = checks;
        this.#lock = lock;
    }

    /** Commits one block of these envelopes; resolves when it is in the store. */
    async commit(envelopes: readonly Uint8Array[]): Promise<CommittedTransaction[]> {
        const number = await this.#checks.store.height();
        const pending = await this.#validate(number, envelopes);
        const header = createBlockHeader(number, await this.#hashOfLastBlock(number), envelopes);
        const block = encodeBlock({
            header,
            envelopes: envelopes.map((bytes) => Buffer.from(bytes)),
            validationCodes: pending.codes,
        });
        const transactions = committedTransactions(pending);
        const update: BlockUpdate = {
            number,
            block,
            transactions: firstOfEachId(transactions),
            state: pending.changes.toUpdates(),
            history: historyOf(pending),
        };
        const release = await this.#lock.exclude();
        try {
            await this.#checks.store.append(update);
        } finally {
            release();
        }
        return transactions;
    }

    async #validate(number: bigint, envelopes: readonly Uint8Array[]): Promise<PendingBlock> {
        const checked: CheckedTransaction[] = [];
        for (const bytes of envelopes) checked.push(await checkTransaction(bytes, this.#checks));
        const changes = new BlockChanges(this.#checks.store);
        const codes: ValidationCode[] = [];
        const seen = new Set<string>();
        for (const [index, transaction] of checked.entries()) {
            const code = await validate(transaction, changes, seen);
            codes.push(code);
            if (code !== ValidationCode.VALID) continue;
            const version = { blockNumber: number, txNumber: BigInt(index) };
            for (const namespace of transaction.readWriteSet) await changes.apply(namespace, version);
        }
        return { number, checked, codes, changes };
    }

    async #hashOfLastBlock(number: bigint): Promise<Buffer> {
        const last = number === 0n ? undefined : await this.#checks.store.block(number - 1n);
        return last === undefined ? Buffer.alloc(0) : hashOfBlock(decodeBlock(last).header);
    }
}

async function validate(
    { code, transaction, readWriteSet }: CheckedTransaction,
    changes: BlockChanges,
    seen: Set<string>,
): Promise<ValidationCode> {
    if (code !== ValidationCode.VALID || transaction === undefined) return code;
    const { txId } = transaction.channelHeader;
    if (seen.has(txId)) return ValidationCode.DUPLICATE_TXID;
    seen.add(txId);
    return await findConflict(readWriteSet, changes);
}

function committedTransactions({ number, checked, codes }: PendingBlock): CommittedTransaction[] {
    return checked.map(({ transaction }, index) => ({
        txId: transaction?.channelHeader.txId ?? '',
        blockNumber: number,
        txNumber: BigInt(index),
        validationCode: codes[index] ?? ValidationCode.NOT_VALIDATED,
    }));
}

/** A duplicate does not take the place of the transaction whose id it has. */
function firstOfEachId(transactions: readonly CommittedTransaction[]): CommittedTransaction[] {
    const first = new Map<string, CommittedTransaction>();
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
function historyOfTransaction(
    { channelHeader }: EndorsedTransaction,
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
