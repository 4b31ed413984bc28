import type { NamespaceReadWriteSet, Version } from '@heddle/local-peer';
import type { Range, Read } from '@heddle/studio';
import { keyOf, versionText } from './bytes';
import type { Row } from './change-rows';
import { isBefore, type Place } from './ledger-past';
import { isKnownAt, type LedgerSource } from './ledger-source';
import { type At, isInBlock } from './transaction-place';

/** What a transaction has read in a namespace, and whether that was still so when it was committed. */
export function readRows(set: NamespaceReadWriteSet, at: At, source: LedgerSource): readonly Row<Read>[] {
    const { namespace, reads, collections } = set;
    const open = reads.map(({ key, version }) => async (): Promise<Read> => {
        const known = await atCommit({ namespace, key, version }, at, source);
        return { namespace, key: keyOf(key), version: shownVersion(version), at: known };
    });
    const hidden = collections.flatMap(({ name, reads: hashed }) =>
        hashed.map(({ keyHash, version }) => (): Promise<Read> => {
            const hash = keyHash.toString('hex');
            const read = { namespace, collection: name, keyHash: hash, version: shownVersion(version) };
            return Promise.resolve({ ...read, at: 'unknown' });
        }),
    );
    return [...open, ...hidden];
}

function shownVersion(version: Version | undefined): string | null {
    return version === undefined ? null : versionText(version);
}

interface KeyRead {
    readonly namespace: string;
    readonly key: string;
    readonly version: Version | undefined;
}

async function atCommit({ namespace, key, version }: KeyRead, at: At, source: LedgerSource): Promise<Read['at']> {
    // What had changed would have made it invalid.
    if (at.isValid) return 'same';
    if (!isInBlock(at)) return 'unknown';
    const found = await source.past.valueBefore(namespace, key, at.place);
    if (!isKnownAt(at.place, found, source)) return 'unknown';
    const there = found === undefined || found.isDelete ? undefined : found.at;
    const read = version && { block: version.blockNumber, txNumber: Number(version.txNumber) };
    return isSame(read, there) ? 'same' : 'changed';
}

/** Undefined stands for a key that does not exist. */
function isSame(left: Place | undefined, right: Place | undefined): boolean {
    if (left === undefined || right === undefined) return left === right;
    return !isBefore(left, right) && !isBefore(right, left);
}

/** The ranges of keys that a transaction has read in a namespace. */
export function rangeRows({ namespace, ranges }: NamespaceReadWriteSet): readonly Row<Range>[] {
    return ranges.map(({ startKey, endKey, rows, rawReads, exhausted }) => () => {
        // Of a long range the block has hashes of its rows alone.
        const count = rows ?? rawReads?.reads.length;
        return Promise.resolve({
            namespace,
            start: keyOf(startKey),
            end: keyOf(endKey),
            ...(count !== undefined && { rows: count }),
            complete: exhausted,
        });
    });
}
