import type { RecordedTransaction } from '@heddle/journal';
import type { ReplayedTransaction } from '@heddle/replay';

/** What a thread of a shadow run is started with. */
export interface ShadowWork {
    /** The packages that it runs, each for some of the transactions: the first that fits one runs it. */
    readonly modules: readonly ShadowModule[];
    readonly strict: boolean | undefined;
}

/** A package of a shadow run. */
export interface ShadowModule {
    /** The chaincode that it is for; undefined for any. */
    readonly name: string | undefined;
    /** The version whose transactions it runs; undefined for any. */
    readonly version: string | undefined;
    /** Absolute. */
    readonly folder: string;
}

/** What it says: that its package is loaded, or how the next transaction came out, in their order. */
export type ShadowAnswer =
    | { readonly kind: 'ready' }
    | { readonly kind: 'unloadable'; readonly folder: string; readonly why: string }
    | { readonly kind: 'replayed'; readonly replayed: ReplayedTransaction };

/** A transaction as it comes on the other side of a port: bytes have become plain arrays. */
export function withBuffers(transaction: RecordedTransaction): RecordedTransaction {
    const { session, frames } = transaction;
    const ready = session.ready === undefined ? undefined : bufferOf(session.ready);
    return {
        ...transaction,
        session: { ...session, ready },
        frames: frames.map((one) => ({ ...one, frame: bufferOf(one.frame) })),
    };
}

/** With bytes of its own: a view would take the whole segment along. */
export function toSend(transaction: RecordedTransaction): RecordedTransaction {
    const { session, frames } = transaction;
    const ready = session.ready === undefined ? undefined : copyOf(session.ready);
    return {
        ...transaction,
        session: { ...session, ready },
        frames: frames.map((one) => ({ ...one, frame: copyOf(one.frame) })),
    };
}

/** Not of Node's pool, where small buffers are views of one that is larger. */
function copyOf(bytes: Buffer): Buffer {
    const copy = Buffer.allocUnsafeSlow(bytes.length);
    copy.set(bytes);
    return copy;
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
    return Buffer.from(buffer, byteOffset, byteLength);
}
