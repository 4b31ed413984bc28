import { ChurningMap } from '@heddle/protocol/internal';
import type { FrameFields } from '../format/frame-fields';

/** By their numbers in a ChaincodeMessage. */
const TX_ID = 4;
const CHANNEL = 7;
/** The end of an id is looked at: there the ids of one client differ, whatever makes them. */
const HASHED_BYTES = 8;

/**
 * What is known of a transaction that has something private: a value of a collection, or transient data, which may be in
 * what other chaincodes are asked and answer.
 */
export interface PrivateTransaction {
    /** Each byte is a character. */
    readonly txId: string;
    /** What the peer answers next, where that is private; it has one answer under way. */
    awaits: 'value' | 'page' | 'call' | undefined;
    /** Cursors of private queries. Undefined where it made none. */
    cursors: Set<string> | undefined;
}

interface Entry extends PrivateTransaction {
    readonly channelId: string;
    readonly hash: number;
    /** Another one with the same hash. */
    next: Entry | undefined;
}

/**
 * The transactions under way that have something private, found by the ids in their frames: by the bytes, since to make a
 * text of each frame's ids would cost as much as to write the frame. Transactions of one id can run on several channels.
 */
export class PrivateTransactions {
    readonly #byHash = new ChurningMap<number, Entry>();
    /** The last one. */
    #channelId = '';

    get isEmpty(): boolean {
        return this.#byHash.size === 0;
    }

    find(frame: Uint8Array, fields: FrameFields): PrivateTransaction | undefined {
        return this.#find(frame, fields, this.#byHash.get(hashOf(frame, fields)));
    }

    /** Finds it, or makes it. */
    note(frame: Uint8Array, fields: FrameFields): PrivateTransaction {
        const hash = hashOf(frame, fields);
        const first = this.#byHash.get(hash);
        return this.#find(frame, fields, first) ?? this.#add(frame, fields, { hash, next: first });
    }

    /** Takes one out that `find` or `note` gave. */
    forget(transaction: PrivateTransaction): void {
        const { hash } = transaction as Entry; // all of them are
        let before: Entry | undefined;
        for (let one = this.#byHash.get(hash); one !== undefined; before = one, one = one.next) {
            if (one !== transaction) continue;
            if (before !== undefined) before.next = one.next;
            else if (one.next !== undefined) this.#byHash.set(hash, one.next);
            else this.#byHash.delete(hash);
            return;
        }
    }

    *[Symbol.iterator](): Generator<PrivateTransaction> {
        for (const first of this.#byHash.values()) {
            for (let one: Entry | undefined = first; one !== undefined; one = one.next) yield one;
        }
    }

    #add(
        frame: Uint8Array,
        fields: FrameFields,
        { hash, next }: { readonly hash: number; readonly next: Entry | undefined },
    ): PrivateTransaction {
        const txId = txIdOf(frame, fields);
        // Mostly the same one.
        if (!isText(this.#channelId, frame, fields, CHANNEL)) this.#channelId = textOf(frame, fields, CHANNEL);
        const entry: Entry = { txId, channelId: this.#channelId, hash, awaits: undefined, cursors: undefined, next };
        this.#byHash.set(hash, entry);
        return entry;
    }

    #find(frame: Uint8Array, fields: FrameFields, first: Entry | undefined): Entry | undefined {
        for (let one = first; one !== undefined; one = one.next) if (isOf(one, frame, fields)) return one;
        return undefined;
    }
}

/** The transaction id of a frame; each byte is a character. */
export function txIdOf(frame: Uint8Array, fields: FrameFields): string {
    return textOf(frame, fields, TX_ID);
}

function hashOf(frame: Uint8Array, fields: FrameFields): number {
    const end = fields.end(TX_ID);
    let hash = 0;
    for (let at = Math.max(fields.start(TX_ID), end - HASHED_BYTES); at < end; at += 1) {
        hash = (Math.imul(hash, 31) + (frame[at] ?? 0)) | 0;
    }
    return hash;
}

function isOf({ txId, channelId }: Entry, frame: Uint8Array, fields: FrameFields): boolean {
    return isText(txId, frame, fields, TX_ID) && isText(channelId, frame, fields, CHANNEL);
}

/** Each byte is a character: what they stand for does not matter here. */
function isText(text: string, frame: Uint8Array, fields: FrameFields, field: number): boolean {
    const start = fields.start(field);
    if (text.length !== fields.end(field) - start) return false;
    for (let index = 0; index < text.length; index += 1) {
        if (text.charCodeAt(index) !== frame[start + index]) return false;
    }
    return true;
}

function textOf(frame: Uint8Array, fields: FrameFields, field: number): string {
    const buffer = Buffer.isBuffer(frame) ? frame : Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength);
    return buffer.toString('latin1', fields.start(field), fields.end(field));
}
