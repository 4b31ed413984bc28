import { createHash } from 'node:crypto';
import { closeSync, cpSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { bytes, message } from '@heddle/protocol/codec';
import { FORK_CHAINCODE } from './fork-chaincode';

/** Makes large snapshots of a small one that was recorded: what a peer says of its channel stays, keys are added. */

const snapshotRecord = message({ key: bytes(1), value: bytes(2), metadata: bytes(3), version: bytes(4) });
const SIGNABLE = '_snapshot_signable_metadata.json';
const ADDITIONAL = '_snapshot_additional_metadata.json';
const RECORDS_AT_ONCE = 10_000;

interface Framed {
    readonly bytes: Buffer;
    readonly end: number;
}

/** @param folder that is to be made */
export function writeLargeSnapshot(original: string, folder: string, count: number): void {
    cpSync(original, folder, { recursive: true });
    const rows = namespacesOf(readFileSync(join(original, 'public_state.metadata')));
    const before = recordsBefore(readFileSync(join(original, 'public_state.data')), rows);
    const namespaces = [...rows.filter(({ name }) => name !== FORK_CHAINCODE), { name: FORK_CHAINCODE, count }];
    const metadata = Buffer.concat([
        Buffer.of(1),
        varint(namespaces.length),
        ...namespaces.flatMap(({ name, count: many }) => [varint(name.length), Buffer.from(name), varint(many)]),
    ]);
    replace(folder, 'public_state.metadata', metadata);
    const changed = {
        'public_state.metadata': createHash('sha256').update(metadata).digest('hex'),
        'public_state.data': writeData(join(folder, 'public_state.data'), before, count),
    };
    sign(folder, changed);
}

/** As a key is called, and its value. */
export function largeKey(number: number): string {
    return `key${String(number).padStart(8, '0')}`;
}

/** All but the records of the chaincode, which are the last ones. */
function recordsBefore(data: Buffer, rows: readonly { readonly name: string; readonly count: number }[]): Buffer {
    let at = 1;
    for (const { name, count } of rows) {
        if (name === FORK_CHAINCODE) break;
        for (let passed = 0; passed < count; passed++) at = framedAt(data, at).end;
    }
    return data.subarray(0, at);
}

function writeData(path: string, before: Buffer, count: number): string {
    rmSync(path);
    const digest = createHash('sha256');
    const file = openSync(path, 'w');
    const write = (chunk: Buffer): void => {
        digest.update(chunk);
        writeSync(file, chunk);
    };
    write(before);
    for (let first = 0; first < count; first += RECORDS_AT_ONCE) {
        const records = Array.from({ length: Math.min(RECORDS_AT_ONCE, count - first) }, (_, index) =>
            recordOf(first + index),
        );
        write(Buffer.concat(records.flatMap((record) => [varint(record.length), record])));
    }
    closeSync(file);
    return digest.digest('hex');
}

function recordOf(number: number): Buffer {
    const value = JSON.stringify({
        ID: largeKey(number),
        Color: 'blue',
        Size: 5,
        Owner: 'Tomoko',
        AppraisedValue: number,
    });
    return snapshotRecord.encode({
        key: Buffer.from(largeKey(number)),
        value: Buffer.from(value),
        metadata: Buffer.of(),
        version: Buffer.of(1, 3, 1, 7),
    });
}

function sign(folder: string, changed: Readonly<Record<string, string>>): void {
    const signable = JSON.parse(readFileSync(join(folder, SIGNABLE), 'utf8')) as { snapshot_files_raw_hashes: object };
    const hashes = { ...signable.snapshot_files_raw_hashes, ...changed };
    const text = JSON.stringify({ ...signable, snapshot_files_raw_hashes: hashes }, undefined, 4);
    replace(folder, SIGNABLE, text);
    const additional = JSON.parse(readFileSync(join(folder, ADDITIONAL), 'utf8')) as object;
    const hash = createHash('sha256').update(text).digest('hex');
    replace(folder, ADDITIONAL, JSON.stringify({ ...additional, snapshot_hash: hash }, undefined, 4));
}

/** What peers write nobody may write into. */
function replace(folder: string, file: string, content: string | Buffer): void {
    rmSync(join(folder, file));
    writeFileSync(join(folder, file), content);
}

function namespacesOf(metadata: Buffer): { name: string; count: number }[] {
    const { value, end } = varintAt(metadata, 1);
    let at = end;
    return Array.from({ length: value }, () => {
        const name = framedAt(metadata, at);
        const count = varintAt(metadata, name.end);
        at = count.end;
        return { name: name.bytes.toString(), count: count.value };
    });
}

function framedAt(data: Buffer, at: number): Framed {
    const { value, end } = varintAt(data, at);
    return { bytes: data.subarray(end, end + value), end: end + value };
}

function varintAt(data: Buffer, start: number): { readonly value: number; readonly end: number } {
    let value = 0;
    let at = start;
    for (let factor = 1; ; factor *= 0x80) {
        const byte = data.readUInt8(at++);
        value += (byte & 0x7f) * factor;
        if (byte < 0x80) return { value, end: at };
    }
}

function varint(value: number): Buffer {
    const encoded: number[] = [];
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) encoded.push((rest % 0x80) | 0x80);
    return Buffer.of(...encoded, rest);
}
