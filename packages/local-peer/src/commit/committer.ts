import type { ChannelCollections } from '../definition/channel-collections';
import type { ChannelPolicies } from '../definition/channel-policies';
import type { DefinitionState } from '../definition/definition-state';
import type { CommitLock } from '../ledger/commit-lock';
import type { BlockUpdate } from '../ledger/ledger-store';
import { createBlockHeader, decodeBlock, encodeBlock, hashOfBlock } from '../records/block';
import { ValidationCode } from '../records/validation-code';
import type { Version } from '../records/version';
import { BlockEffects, collectionWritesIn, isConflict, type TransactionEffects } from './block-effects';
import { findConflict, type Present } from './conflicts';
import { type CheckedEndorsements, type CheckedPolicy, EndorsementCheck } from './endorsement-check';
import { firstOfEachId } from './first-of-each-id';
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
    readonly effects: BlockEffects;
}

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
        await pending.effects.expire(expired);
        const update = {
            number,
            block,
            hash: hashOfBlock(header),
            transactions: firstOfEachId(transactions),
            ...pending.effects.toUpdate(),
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
        const { store } = this.#checks;
        const effects = new BlockEffects(number, {
            state: store,
            lifetimes: this.#privateData.collections,
            definitions: this.#definitions,
            privateWrites: store,
        });
        const codes: ValidationCode[] = [];
        const seen = new Set<string>();
        for (const [index, transaction] of checked.entries()) {
            const undoneFrom = this.#undone.since(transaction.txId);
            const code = await validate(transaction, { changes: effects.changes, undoneFrom }, seen);
            codes.push(code);
            const version = { blockNumber: number, txNumber: BigInt(index) };
            if (code === ValidationCode.VALID) await effects.apply(this.#effectsOf(transaction, version));
            else if (isConflict(code)) effects.keep(this.#effectsOf(transaction, version));
        }
        return { number, policies, checked, codes, effects };
    }

    /** Values of private data are known only where an endorser here has left them. */
    #effectsOf({ txId, transaction, readWriteSet }: CheckedTransaction, version: Version): TransactionEffects {
        const { transient } = this.#privateData;
        return {
            version,
            txId,
            timestamp: transaction?.channelHeader.timestamp,
            readWriteSet,
            collectionWrites: collectionWritesIn(readWriteSet, (...place) => transient.find(txId, ...place)),
        };
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

function committedTransactions({ number, checked, codes }: PendingBlock): CommittedTransaction[] {
    return checked.map(({ txId }, index) => ({
        txId,
        blockNumber: number,
        txNumber: BigInt(index),
        validationCode: codes[index] ?? ValidationCode.NOT_VALIDATED,
    }));
}
