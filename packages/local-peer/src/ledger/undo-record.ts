import { bool, bytes, int64, message, repeatedMessages, string, uint64 } from '@heddle/protocol/codec';
import type { ChannelMark } from './channel-mark';

/** How undo records and named marks are stored. */

/** A row that a batch has changed, as it was before. */
export interface FormerRow {
    readonly table: string;
    readonly key: Buffer;
    /** Undefined where there was none. */
    readonly value: Buffer | undefined;
}

const row = message({ table: string(1), key: bytes(2), isThere: bool(3), value: bytes(4) });
const record = message({ rows: repeatedMessages(1, row) });
const keptMark = message({ position: uint64(1), height: uint64(2), milliseconds: int64(3) });

export function encodeUndoRecord(rows: readonly FormerRow[]): Buffer {
    return record.encode({ rows: rows.map((one) => ({ ...one, isThere: one.value !== undefined })) });
}

export function decodeUndoRecord(encoded: Uint8Array): FormerRow[] {
    return record
        .decode(encoded)
        .rows.map(({ isThere, value, ...place }) => ({ ...place, value: isThere ? value : undefined }));
}

export function encodeMark({ position, height, at }: ChannelMark): Buffer {
    return keptMark.encode({ position, height, milliseconds: BigInt(at.getTime()) });
}

export function decodeMark(name: string, encoded: Uint8Array): ChannelMark {
    const { milliseconds, ...place } = keptMark.decode(encoded);
    return { name, ...place, at: new Date(Number(milliseconds)) };
}
