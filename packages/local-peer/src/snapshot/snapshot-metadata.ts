import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorText, LocalPeerError } from '../errors';
import { unusable } from './unusable';

/** What a snapshot says of itself (fabric, core/ledger/kvledger/snapshot.go). */
export interface SnapshotMetadata {
    /** Of the file that has the hashes of all others: peers of a channel agree on it. Hexadecimal. */
    readonly id: string;
    readonly channelId: string;
    readonly lastBlock: bigint;
    readonly lastHash: Buffer;
    readonly previousHash: Buffer;
    /** SHA-256, hexadecimal, by the file's name. */
    readonly hashes: ReadonlyMap<string, string>;
    /** Whether keys are in CouchDB's order, and not in that of their bytes. */
    readonly isOfCouchDb: boolean;
}

const SIGNABLE = '_snapshot_signable_metadata.json';
const ADDITIONAL = '_snapshot_additional_metadata.json';
const INDENT = 4;
const HASH_BYTES = 32;
const HEX = /^(?:[0-9a-f]{2})*$/;
const SHA_256 = /^[0-9a-f]{64}$/;

/** @throws LocalPeerError SNAPSHOT_UNUSABLE where the folder or a file is missing, changed, or not one of a peer's */
export function readSnapshotMetadata(folder: string): SnapshotMetadata {
    if (!existsSync(folder))
        throw new LocalPeerError(
            'SNAPSHOT_UNUSABLE',
            `there is no folder '${folder}' with a ledger snapshot; give the one that was copied from a peer`,
        );
    const signable = readJson(folder, SIGNABLE);
    const additional = readJson(folder, ADDITIONAL);
    const id = createHash('sha256').update(signable.bytes).digest('hex');
    const expected = text(folder, ADDITIONAL, additional.members, 'snapshot_hash');
    if (expected !== id)
        throw unusable(folder, SIGNABLE, `has the SHA-256 ${id}, and ${ADDITIONAL} says that it is ${expected}`);
    // Nobody needs it here, and no other file has its hash: it is as a peer writes it, or has been changed.
    const asWritten = JSON.stringify(additional.members, undefined, INDENT);
    const commitHash = hex(folder, ADDITIONAL, additional.members, 'last_block_commit_hash');
    if (commitHash.length % HASH_BYTES !== 0 || asWritten !== additional.bytes.toString())
        throw unusable(folder, ADDITIONAL, 'is not as a peer writes it');
    const { members } = signable;
    const lastBlock = members['last_block_number'];
    if (!Number.isSafeInteger(lastBlock)) throw unusable(folder, SIGNABLE, 'has no last_block_number');
    return {
        id,
        channelId: text(folder, SIGNABLE, members, 'channel_name'),
        lastBlock: BigInt(lastBlock as number),
        lastHash: hex(folder, SIGNABLE, members, 'last_block_hash'),
        previousHash: hex(folder, SIGNABLE, members, 'previous_block_hash'),
        hashes: hashesOf(folder, members),
        isOfCouchDb: text(folder, SIGNABLE, members, 'state_db_type') === 'CouchDB',
    };
}

type Members = Readonly<Record<string, unknown>>;

function readJson(folder: string, file: string): { readonly bytes: Buffer; readonly members: Members } {
    let bytes: Buffer;
    try {
        bytes = readFileSync(join(folder, file));
    } catch (error) {
        throw unusable(folder, file, `cannot be read (${errorText(error)})`, error);
    }
    try {
        const value = JSON.parse(bytes.toString()) as unknown;
        if (typeof value === 'object' && value !== null) return { bytes, members: value as Members };
    } catch {
        // Said below.
    }
    throw unusable(folder, file, 'is not JSON of a peer');
}

function text(folder: string, file: string, members: Members, name: string): string {
    const value = members[name];
    if (typeof value === 'string') return value;
    throw unusable(folder, file, `has no ${name}`);
}

function hex(folder: string, file: string, members: Members, name: string): Buffer {
    const value = text(folder, file, members, name);
    if (HEX.test(value)) return Buffer.from(value, 'hex');
    throw unusable(folder, file, `has a ${name} that is not hexadecimal`);
}

function hashesOf(folder: string, members: Members): ReadonlyMap<string, string> {
    const value = members['snapshot_files_raw_hashes'];
    if (typeof value !== 'object' || value === null)
        throw unusable(folder, SIGNABLE, 'has no snapshot_files_raw_hashes');
    const hashes = new Map(Object.entries(value as Members).map(([file, hash]) => [file, String(hash)]));
    for (const [file, hash] of hashes)
        if (!SHA_256.test(hash)) throw unusable(folder, SIGNABLE, `has no SHA-256 for ${file}`);
    return hashes;
}
