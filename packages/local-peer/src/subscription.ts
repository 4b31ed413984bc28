import { BlockCursor } from './ledger/block-cursor';
import type { BlockFeed } from './ledger/block-feed';
import type { LedgerStore } from './ledger/ledger-store';
import { decodeBlock } from './records/block';
import type { ChaincodeEvent } from './records/chaincode-response';
import { decodedOr } from './records/decoded-or';
import { channelHeaderOf, decodeTransaction, envelope, eventOf, HeaderType } from './records/transaction-envelope';
import { ValidationCode, validationCodeName } from './records/validation-code';

/** Something that goes on until it is closed; to be iterated once. Reading slowly costs no memory. */
export interface Subscription<T> extends AsyncIterable<T>, AsyncDisposable {
    /** Ends the iteration. Idempotent. */
    close(): Promise<void>;
}

/** A committed transaction. */
export interface BlockTransaction {
    /** Empty for a configuration. */
    readonly txId: string;
    readonly validationCode: ValidationCode;
    /** For instance VALID, or MVCC_READ_CONFLICT. */
    readonly status: string;
    /** Of a valid transaction only. */
    readonly event: ChaincodeEvent | undefined;
}

/** A committed block. */
export interface CommittedBlock {
    readonly number: bigint;
    readonly transactions: readonly BlockTransaction[];
    /** Bytes of a common.Block. */
    readonly encoded: Buffer;
}

/** A chaincode's event, with where it happened. */
export interface CommittedEvent extends ChaincodeEvent {
    readonly txId: string;
    readonly blockNumber: bigint;
}

/** All blocks of a ledger from `start` on, those to come included. */
export function subscribeToBlocks(store: LedgerStore, feed: BlockFeed, start: bigint): Subscription<CommittedBlock> {
    const cursor = new BlockCursor(store, feed, start);
    async function* blocks(): AsyncGenerator<CommittedBlock> {
        for (let encoded = await cursor.next(); encoded !== undefined; encoded = await cursor.next())
            yield readBlock(encoded);
    }
    return subscription(blocks(), cursor);
}

/** The events of valid transactions in these blocks, of one chaincode or of all. */
export function subscribeToEvents(
    blocks: Subscription<CommittedBlock>,
    chaincode: string | undefined,
): Subscription<CommittedEvent> {
    async function* events(): AsyncGenerator<CommittedEvent> {
        for await (const block of blocks) yield* eventsOf(block, chaincode);
    }
    return subscription(events(), blocks);
}

function eventsOf({ number, transactions }: CommittedBlock, chaincode: string | undefined): CommittedEvent[] {
    return transactions.flatMap(({ txId, event }) =>
        event === undefined || (chaincode !== undefined && event.chaincode !== chaincode)
            ? []
            : [{ ...event, txId, blockNumber: number }],
    );
}

/** A reader that stops also closes the source. */
function subscription<T>(items: AsyncIterable<T>, source: { close(): Promise<void> | void }): Subscription<T> {
    async function close(): Promise<void> {
        await source.close();
    }
    async function* untilEnd(): AsyncGenerator<T> {
        try {
            yield* items;
        } finally {
            await close();
        }
    }
    return { [Symbol.asyncIterator]: untilEnd, close, [Symbol.asyncDispose]: close };
}

/** Reads a block as subscribers get it. */
export function readBlock(encoded: Buffer): CommittedBlock {
    const { header, envelopes, validationCodes } = decodeBlock(encoded);
    const transactions = envelopes.map((one, index) =>
        readTransaction(one, (validationCodes[index] ?? ValidationCode.NOT_VALIDATED) as ValidationCode),
    );
    return { number: header.number, transactions, encoded };
}

function readTransaction(encodedEnvelope: Buffer, validationCode: ValidationCode): BlockTransaction {
    const status = validationCodeName(validationCode);
    const header = decodedOr(undefined, () => channelHeaderOf(encodedEnvelope));
    // A configuration may have the shape of a transaction by chance.
    if (header?.type !== HeaderType.ENDORSER_TRANSACTION) return { txId: '', validationCode, status, event: undefined };
    const { txId } = header;
    // Blocks keep envelopes that could not be decoded, too: they are marked invalid.
    const transaction = decodedOr(undefined, () => decodeTransaction(envelope.decode(encodedEnvelope).payload));
    if (transaction === undefined) return { txId, validationCode, status, event: undefined };
    const event = validationCode === ValidationCode.VALID ? eventOf(transaction) : undefined;
    return {
        txId,
        validationCode,
        status,
        event: event && { chaincode: event.chaincodeId, name: event.name, payload: event.payload },
    };
}
