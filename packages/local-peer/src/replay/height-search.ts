import { hashesOf, hashKey } from '../records/private-namespaces';
import { RangeDigest } from '../records/range-digest';
import type { KeyRead, RangeRead, ReadWriteSet } from '../records/read-write-set';
import { readableKey } from '../records/readable-key';
import { compareUtf8 } from '../records/utf8-order';
import { sameVersion, type Version } from '../records/version';
import type { VersionedState } from './versioned-state';

/** The last block that a transaction has seen; or why no block can be that. */
export type FoundHeight = { readonly block: bigint } | { readonly unreconstructable: string };

/** How many blocks are tried where only a digest is known of what was read. */
const MOST_TRIES = 64;

/** A key that was read, in the namespace that it is kept in. */
interface PlacedRead extends KeyRead {
    readonly namespace: string;
}

/**
 * Finds the state that a transaction was simulated on. A simulation holds the commit lock of its peer (fabric,
 * lockbased_txmgr.go), so it saw the state after one block, whatever it was submitted later.
 * @param newest the last block before the one that the transaction is in
 */
export function findHeight(set: ReadWriteSet, state: VersionedState, newest: bigint): FoundHeight {
    const reads = readsOf(set);
    const oldest = newestVersionOf(set, reads);
    let block = newest;
    for (let tries = 0; ;) {
        const moved = stepDown(set, { reads, state, block });
        if (moved === undefined) return { block };
        if (moved.isGuess === true && ++tries > MOST_TRIES)
            return { unreconstructable: `no state of ${MOST_TRIES} blocks gives what ${moved.what} gave` };
        block = moved.block;
        if (block < oldest) return { unreconstructable: `no block has ${moved.what} as it was read` };
    }
}

/** The newest block of which a transaction has read something: it cannot have run before. */
export function newestVersion(set: ReadWriteSet): bigint {
    return newestVersionOf(set, readsOf(set));
}

interface Step {
    /** The newest block that can be the one. */
    readonly block: bigint;
    readonly what: string;
    readonly isGuess?: boolean;
}

interface Search {
    readonly reads: readonly PlacedRead[];
    readonly state: VersionedState;
    readonly block: bigint;
}

function stepDown(set: ReadWriteSet, search: Search): Step | undefined {
    for (const read of search.reads) {
        const step = stepOfRead(read, search);
        if (step !== undefined) return step;
    }
    const ranges = set.flatMap(({ namespace, ranges: all }) => all.map((range) => ({ namespace, range })));
    for (const { namespace, range } of ranges) {
        const step = stepOfRange(namespace, range, search);
        if (step !== undefined) return step;
    }
    return undefined;
}

/** Undefined where the key has the version that was read. */
function stepOfRead({ namespace, key, version }: PlacedRead, { state, block }: Search): Step | undefined {
    const entry = state.entry(namespace, key, block);
    if (sameVersion(entry?.value?.version, version)) return undefined;
    const what = `key ${readableKey(key)} of ${namespace}`;
    // It has to have been there, and never was.
    if (entry === undefined) return { block: -1n, what };
    return { block: entry.blockNumber - 1n, what };
}

function stepOfRange(namespace: string, range: RangeRead, { state, block }: Search): Step | undefined {
    const rows = rowsAt(namespace, range, state, block);
    const what = `the range from ${readableKey(range.startKey)} to ${readableKey(range.endKey)} of ${namespace}`;
    if (range.merkleHashes !== undefined) {
        const digest = new RangeDigest(range.merkleHashes.maxDegree);
        for (const row of rows) digest.add(row);
        const { merkleHashes } = digest.finish();
        const isSame =
            merkleHashes?.maxLevel === range.merkleHashes.maxLevel &&
            Buffer.concat(merkleHashes.maxLevelHashes).equals(Buffer.concat(range.merkleHashes.maxLevelHashes));
        return isSame ? undefined : { block: block - 1n, what, isGuess: true };
    }
    const other = newestOther(range.rawReads?.reads ?? [], rows, (key) => state.entry(namespace, key, block));
    return other === undefined ? undefined : { block: other - 1n, what };
}

/** The newest block of the rows that are not as they were read, added or gone; undefined where there are none. */
function newestOther(
    recorded: readonly KeyRead[],
    rows: readonly KeyRead[],
    entryOf: (key: string) => { readonly blockNumber: bigint } | undefined,
): bigint | undefined {
    const read = new Map(recorded.map(({ key, version }) => [key, version]));
    const now = new Map(rows.map(({ key, version }) => [key, version]));
    const others = [...new Set([...read.keys(), ...now.keys()])].filter(
        (key) => !read.has(key) || !now.has(key) || !sameVersion(read.get(key), now.get(key)),
    );
    const blocks = others.map((key) => entryOf(key)?.blockNumber ?? 0n);
    return others.length === 0 ? undefined : blocks.reduce((left, right) => (left > right ? left : right));
}

/** Where the reader had not seen the end, the last key that it saw is part of what it read. */
function rowsAt(
    namespace: string,
    { startKey, endKey, exhausted }: RangeRead,
    state: VersionedState,
    block: bigint,
): KeyRead[] {
    const rows: KeyRead[] = [];
    const isBehind = (key: string): boolean => {
        if (endKey === '') return false;
        const order = compareUtf8(key, endKey);
        return exhausted ? order >= 0 : order > 0;
    };
    for (let key = state.keyAfter(namespace, startKey, true); key !== undefined && !isBehind(key);) {
        const version = state.entry(namespace, key, block)?.value?.version;
        if (version !== undefined) rows.push({ key, version });
        key = state.keyAfter(namespace, key, false);
    }
    return rows;
}

function readsOf(set: ReadWriteSet): PlacedRead[] {
    return set.flatMap(({ namespace, reads, collections }) => [
        ...reads.map((read) => ({ namespace, ...read })),
        ...collections.flatMap(({ name, reads: hashed }) =>
            hashed.map(({ keyHash, version }) => ({
                namespace: hashesOf(namespace, name),
                key: hashKey(keyHash),
                version,
            })),
        ),
    ]);
}

function newestVersionOf(set: ReadWriteSet, reads: readonly PlacedRead[]): bigint {
    const ofRanges = set.flatMap(({ ranges }) => ranges.flatMap(({ rawReads }) => rawReads?.reads ?? []));
    const versions: (Version | undefined)[] = [...reads, ...ofRanges].map(({ version }) => version);
    return versions.reduce((newest, version) => {
        const block = version?.blockNumber ?? 0n;
        return block > newest ? block : newest;
    }, 0n);
}
