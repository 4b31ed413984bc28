import { RangeDigest, type RangeDigestResult } from '../records/range-digest';
import type { KeyRead, MerkleSummary, NamespaceReadWriteSet, RangeRead, ReadWriteSet } from '../records/read-write-set';
import { ValidationCode } from '../records/validation-code';
import { sameVersion } from '../records/version';
import type { BlockChanges } from './block-changes';
import { hashedReads, type NamespaceReads } from './private-changes';

/**
 * Tells whether what a transaction read is still so, after the blocks before and the valid transactions before it in
 * its own block (fabric, validation/validator.go).
 * @returns VALID, MVCC_READ_CONFLICT or PHANTOM_READ_CONFLICT
 */
export async function findConflict(set: ReadWriteSet, changes: BlockChanges): Promise<ValidationCode> {
    for (const namespace of set) {
        if (await hasStaleRead(namespace, changes)) return ValidationCode.MVCC_READ_CONFLICT;
        if (await hasPhantom(namespace, changes)) return ValidationCode.PHANTOM_READ_CONFLICT;
        if (await hasStalePrivateRead(namespace, changes)) return ValidationCode.MVCC_READ_CONFLICT;
    }
    return ValidationCode.VALID;
}

/** A key that this block changed is stale even if both versions are missing, and so the same. */
async function hasStaleRead({ namespace, reads }: NamespaceReads, changes: BlockChanges): Promise<boolean> {
    for (const read of reads) {
        if (changes.has(namespace, read.key)) return true;
        if (!sameVersion(await changes.version(namespace, read.key), read.version)) return true;
    }
    return false;
}

async function hasStalePrivateRead(
    { namespace, collections }: NamespaceReadWriteSet,
    changes: BlockChanges,
): Promise<boolean> {
    for (const collection of collections) {
        if (await hasStaleRead(hashedReads(namespace, collection), changes)) return true;
    }
    return false;
}

async function hasPhantom({ namespace, ranges }: NamespaceReadWriteSet, changes: BlockChanges): Promise<boolean> {
    for (const range of ranges) {
        if (!sameRows(range, await repeat(namespace, range, changes))) return true;
    }
    return false;
}

/** Where the reader had not seen the end, the last key that it saw is part of what it read. */
async function repeat(namespace: string, range: RangeRead, changes: BlockChanges): Promise<RangeDigestResult> {
    const digest = new RangeDigest(range.merkleHashes?.maxDegree);
    const { startKey, endKey, exhausted } = range;
    for await (const { key, version } of changes.scan(namespace, startKey, endKey)) digest.add({ key, version });
    if (!exhausted) {
        const last = await changes.state(namespace, endKey);
        if (last !== undefined) digest.add({ key: endKey, version: last.version });
    }
    return digest.finish();
}

function sameRows(recorded: RangeRead, repeated: RangeDigestResult): boolean {
    if (recorded.merkleHashes !== undefined) return sameSummary(recorded.merkleHashes, repeated.merkleHashes);
    if (repeated.merkleHashes !== undefined) return false;
    return sameReads(recorded.rawReads?.reads ?? [], repeated.rawReads?.reads ?? []);
}

function sameReads(left: readonly KeyRead[], right: readonly KeyRead[]): boolean {
    return (
        left.length === right.length &&
        left.every(({ key, version }, index) => {
            const other = right[index];
            return other?.key === key && sameVersion(other.version, version);
        })
    );
}

function sameSummary(left: MerkleSummary, right: MerkleSummary | undefined): boolean {
    return (
        left.maxLevel === right?.maxLevel &&
        left.maxDegree === right.maxDegree &&
        Buffer.concat(left.maxLevelHashes).equals(Buffer.concat(right.maxLevelHashes))
    );
}
