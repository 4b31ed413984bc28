import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { snapshotRecord } from '../snapshot/snapshot-record';

/** Rows of a namespace, in the order in which they are to be written. */
export interface SnapshotRows {
    readonly namespace: string;
    readonly rows: readonly { readonly key: Buffer; readonly value: Buffer; readonly metadata?: Buffer }[];
}

/** Writes a file of a snapshot's states, as peers do. @returns what it takes to read it */
export function writeStateFile(
    folder: string,
    namespaces: readonly SnapshotRows[],
): { folder: string; file: string; hash: string; sections: { name: string; count: number }[] } {
    mkdirSync(folder, { recursive: true });
    const records = namespaces.flatMap(({ rows }) =>
        rows.map(({ key, value, metadata = Buffer.of() }) =>
            snapshotRecord.encode({ key, value, metadata, version: Buffer.of(1, 3, 1, 7) }),
        ),
    );
    const file = 'state.data';
    const hash = writeFramed(join(folder, file), records);
    return {
        folder,
        file,
        hash,
        sections: namespaces.map(({ namespace: name, rows }) => ({ name, count: rows.length })),
    };
}

/** Writes records behind their lengths. @returns the file's SHA-256 */
export function writeFramed(path: string, records: readonly Buffer[]): string {
    const bytes = Buffer.concat([Buffer.of(1), ...records.flatMap((record) => [varint(record.length), record])]);
    writeFileSync(path, bytes);
    return createHash('sha256').update(bytes).digest('hex');
}

export function varint(value: number): Buffer {
    const bytes: number[] = [];
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
    return Buffer.of(...bytes, rest);
}
