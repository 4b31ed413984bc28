import type { LedgerReader, ReadBlock, ReadTransaction } from '@heddle/local-peer';
import { Refusal } from '../http/refusal';
import { rowsOf } from './rows-of';

/** Of blocks that were read. */
const MOST_KEPT = 100;
/** Further back nobody waits for the answer. */
const MOST_BLOCKS = 50_000;

/** A place in the ledger: which transaction of which block. */
export interface Place {
    readonly block: bigint;
    readonly txNumber: number;
}

/** A value that a key had. */
export interface PastValue {
    readonly value: Buffer;
    readonly isDelete: boolean;
    readonly at: Place;
    readonly by: ReadTransaction;
    readonly time: Date;
}

export function isBefore(left: Place, right: Place): boolean {
    return left.block === right.block ? left.txNumber < right.txNumber : left.block < right.block;
}

/** As versions are written: `16.0`. */
export function placeText({ block, txNumber }: Place): string {
    return `${block}.${txNumber}`;
}

/** Reads what was: the values that keys had, and who has changed them. Blocks that were read last are kept. */
export class LedgerPast {
    readonly #reader: LedgerReader;
    /** Another one after the ledger went back: what is being read then comes into the old one. */
    #blocks = new Map<bigint, ReadBlock>();

    constructor(reader: LedgerReader) {
        this.#reader = reader;
    }

    async block(number: bigint): Promise<ReadBlock | undefined> {
        const blocks = this.#blocks;
        const known = blocks.get(number) ?? (await this.#reader.block(number));
        if (known === undefined) return undefined;
        blocks.delete(number);
        blocks.set(number, known);
        const [oldest] = blocks.keys();
        if (blocks.size > MOST_KEPT && oldest !== undefined) blocks.delete(oldest);
        return known;
    }

    /** Forgets what it has read: the ledger went back. */
    forget(): void {
        this.#blocks = new Map();
    }

    async transactionAt({ block, txNumber }: Place): Promise<ReadTransaction | undefined> {
        return (await this.block(block))?.transactions[txNumber];
    }

    /** The values that a public key had, the newest first, each with its writer. */
    async *versions(namespace: string, key: string): AsyncGenerator<PastValue> {
        for await (const { txId, value, isDelete } of rowsOf(this.#reader.history(namespace, key))) {
            const place = await this.#reader.transaction(txId);
            const at = place && { block: place.blockNumber, txNumber: Number(place.txNumber) };
            const by = at && (await this.transactionAt(at));
            if (at !== undefined && by !== undefined) yield { value, isDelete, at, by, time: by.time };
        }
    }

    /** The newest value before a place; undefined where there is none. */
    async valueBefore(namespace: string, key: string, place: Place): Promise<PastValue | undefined> {
        for await (const version of this.versions(namespace, key)) if (isBefore(version.at, place)) return version;
        return undefined;
    }

    /**
     * The public keys that changed after a block, with what each had then; undefined for those that were not there.
     * @throws Refusal for a block that is too far back
     */
    async changedSince(namespace: string, block: bigint): Promise<Map<string, PastValue | undefined>> {
        const height = await this.#reader.height();
        if (height - block > MOST_BLOCKS)
            throw new Refusal(
                400,
                'TOO_FAR_BACK',
                `block ${block} is more than ${MOST_BLOCKS} back`,
                'choose a later one',
            );
        const keys = new Set<string>();
        for (let number = height - 1n; number > block; number--) {
            const { transactions = [] } = (await this.#reader.block(number)) ?? {};
            for (const key of transactions.flatMap((one) => writtenKeys(one, namespace))) keys.add(key);
        }
        const then = { block: block + 1n, txNumber: 0 };
        const values = new Map<string, PastValue | undefined>();
        for (const key of keys) {
            const value = await this.valueBefore(namespace, key, then);
            values.set(key, value?.isDelete === true ? undefined : value);
        }
        return values;
    }

    /** The newest valid transaction before a place that wrote a key for which this holds. */
    async lastWriter(
        namespace: string,
        place: Place,
        isWanted: (key: string) => boolean,
        mostBlocks = 100,
    ): Promise<Writer | undefined> {
        for (let number = place.block; number >= 0n && place.block - number <= mostBlocks; number--) {
            const transactions = (await this.block(number))?.transactions ?? [];
            const before = number === place.block ? transactions.slice(0, place.txNumber) : transactions;
            const txNumber = before.findLastIndex((one) => writtenKeys(one, namespace).some(isWanted));
            const by = before[txNumber];
            const key = by && writtenKeys(by, namespace).find(isWanted);
            if (by !== undefined && key !== undefined) return { key, at: { block: number, txNumber }, by };
        }
        return undefined;
    }
}

/** Who wrote a key, and where. */
export interface Writer {
    readonly key: string;
    readonly at: Place;
    readonly by: ReadTransaction;
}

function writtenKeys({ status, readWriteSet }: ReadTransaction, namespace: string): string[] {
    if (status !== 'VALID') return [];
    return readWriteSet
        .filter((set) => set.namespace === namespace)
        .flatMap(({ writes }) => writes.map(({ key }) => key));
}
