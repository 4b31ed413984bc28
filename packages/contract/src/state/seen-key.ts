import type { LedgerKey, WriteOrigin } from '@heddle/core/internal';

/** The bytes of what is not there: Fabric has no empty values. */
export const ABSENT = Buffer.alloc(0);

/** What becomes of a key at the end: a value of its own, nothing, or nothing with its history. */
export type Fate = 'put' | 'delete' | 'purge';

/** A write of a key that the transaction has made. */
export interface KeyChange {
    readonly fate: Fate;
    /** Undefined where the key is gone. */
    readonly value: Buffer | undefined;
    /** Whose write it is; undefined where the stub has sent it already. */
    readonly origin: WriteOrigin | undefined;
    /** How many changes of the transaction were made before it. */
    readonly since: number;
    /** The change that it replaces, as long as a scan that began before it may ask. */
    readonly before: KeyChange | undefined;
}

/** What a transaction knows of one key. */
export class SeenKey implements LedgerKey {
    readonly key: string;
    readonly collection: string;
    /** What is committed, empty where nothing is; undefined where it is not known. */
    committed: Buffer | undefined;
    /** The read that is under way. */
    asking: Promise<Buffer> | undefined;
    /** The transaction's own write, the last one. */
    change: KeyChange | undefined;
    /**
     * Of an index entry, what is committed as far as the rows tell: most entries are never read. Undefined of a row, which
     * is written whatever it was.
     */
    assumed: Buffer | undefined;
    /** Whether the stub has sent a write of it: what is committed says nothing of it any more. */
    isSent = false;
    /** The endorsement policy that it has; undefined where that is not known. */
    committedPolicy: Buffer | undefined;
    /** The endorsement policy that it is to have; without an origin where the stub has sent it already. */
    policy: { readonly value: Buffer; readonly origin: WriteOrigin | undefined } | undefined;

    constructor({ key, collection }: LedgerKey) {
        this.key = key;
        this.collection = collection;
    }

    /** The change that was the last one when so many had been made. */
    changeAt(moment: number): KeyChange | undefined {
        let change = this.change;
        while (change !== undefined && change.since >= moment) change = change.before;
        return change;
    }
}
