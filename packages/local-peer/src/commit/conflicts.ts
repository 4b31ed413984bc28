import { RangeDigest, type RangeDigestResult } from '../records/range-digest';
import type { KeyRead, MerkleSummary, NamespaceReadWriteSet, RangeRead, ReadWriteSet } from '../records/read-write-set';
import { ValidationCode } from '../records/validation-code';
import { sameVersion, type Version } from '../records/version';
import type { BlockChanges } from './block-changes';
import { hashedReads, type NamespaceReads } from './private-changes';

/** What a transaction's reads are compared with. */
export interface Present {
    readonly changes: BlockChanges;
    /** The first block that was undone since the transaction ran: it has read nothing of those that have come in its place. */
    readonly undoneFrom: bigint | undefined;
}

/**
 * Tells whether what a transaction read is still so, after the blocks before and the valid transactions before it in
 * its own block (fabric, validation/validator.go).
 * @returns VALID, MVCC_READ_CONFLICT or PHANTOM_READ_CONFLICT
 */
export async function findConflict(set: ReadWriteSet, present: Present): Promise<ValidationCode> {
    for (const namespace of set) {
        if (await hasStaleRead(namespace, present)) return ValidationCode.MVCC_READ_CONFLICT;
        if (await hasPhantom(namespace, present)) return ValidationCode.PHANTOM_READ_CONFLICT;
        if (await hasStalePrivateRead(namespace, present)) return ValidationCode.MVCC_READ_CONFLICT;
    }
    return ValidationCode.VALID;
}

/** A key that this block changed is stale even if both versions are missing, and so the same. */
async function hasStaleRead({ namespace, reads }: NamespaceReads, present: Present): Promise<boolean> {
    const { changes } = present;
    for (const read of reads) {
        if (changes.has(namespace, read.key)) return true;
        const version = await changes.version(namespace, read.key);
        if (isNewer(version, present) || !sameVersion(version, read.version)) return true;
    }
    return false;
}

/** Whether it was written after the revert, so that a version that is the same is so by chance. */
function isNewer(version: Version | undefined, { undoneFrom }: Present): boolean {
    return version !== undefined && undoneFrom !== undefined && version.blockNumber >= undoneFrom;
}

async function hasStalePrivateRead(
    { namespace, collections }: NamespaceReadWriteSet,
    present: Present,
): Promise<boolean> {
    for (const collection of collections) {
        if (await hasStaleRead(hashedReads(namespace, collection), present)) return true;
    }
    return false;
}

async function hasPhantom({ namespace, ranges }: NamespaceReadWriteSet, present: Present): Promise<boolean> {
    for (const range of ranges) {
        const repeated = await repeat(namespace, range, present);
        if (repeated === undefined || !sameRows(range, repeated)) return true;
    }
    return false;
}

/** Undefined if there is a row that the reader cannot have seen. */
async function repeat(namespace: string, range: RangeRead, present: Present): Promise<RangeDigestResult | undefined> {
    const digest = new RangeDigest(range.merkleHashes?.maxDegree);
    for await (const { key, version } of rowsOf(namespace, range, present.changes)) {
        if (isNewer(version, present)) return undefined;
        digest.add({ key, version });
    }
    return digest.finish();
}

/** Where the reader had not seen the end, the last key that it saw is part of what it read. */
async function* rowsOf(
    namespace: string,
    { startKey, endKey, exhausted }: RangeRead,
    changes: BlockChanges,
): AsyncGenerator<KeyRead> {
    yield* changes.scan(namespace, startKey, endKey);
    const last = exhausted ? undefined : await changes.state(namespace, endKey);
    if (last !== undefined) yield { key: endKey, version: last.version };
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
