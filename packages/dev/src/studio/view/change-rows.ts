import { createHash } from 'node:crypto';
import type { LedgerReader, NamespaceReadWriteSet, Version } from '@heddle/local-peer';
import type { Change } from '@heddle/studio';
import { bytesOf, keyOf } from './bytes';
import { keyPolicyOf } from './key-policy';
import { isBefore, type PastValue, placeText } from './ledger-past';
import { isKnownAt, type LedgerSource } from './ledger-source';
import { type At, isInBlock, viewOf } from './transaction-place';

/** A row that is read when there is room for it. */
export type Row<What> = () => Promise<What>;

/** What a transaction writes into a namespace: public keys, their policies, then those of collections. */
export async function changeRows(
    set: NamespaceReadWriteSet,
    at: At,
    source: LedgerSource,
): Promise<readonly Row<Change>[]> {
    const { namespace, writes, metadataWrites, reads } = set;
    const read = new Map(reads.map(({ key, version }) => [key, version]));
    const context = { namespace, read, at, source };
    return [
        ...writes.map((write) => () => changeOf(write, context)),
        ...metadataWrites.map(
            ({ key, entries }) =>
                () =>
                    Promise.resolve({ namespace, key: keyOf(key), kind: 'policy', ...keyPolicyOf(entries) } as const),
        ),
        ...(await hiddenRows(set, at, source)),
    ];
}

interface ChangeContext {
    readonly namespace: string;
    /** The versions that the transaction has read, by key. */
    readonly read: ReadonlyMap<string, Version | undefined>;
    readonly at: At;
    readonly source: LedgerSource;
}

async function changeOf(
    { key, value, isDelete }: NamespaceReadWriteSet['writes'][number],
    { namespace, read, at, source }: ChangeContext,
): Promise<Change> {
    const { id, place, isValid } = at;
    const before = await beforeOf({ namespace, key, at, hasRead: read.has(key), version: read.get(key) }, source);
    return {
        namespace,
        key: keyOf(key),
        kind: isDelete ? 'deleted' : before === undefined ? 'created' : 'changed',
        ...beforeView(before, namespace, key),
        ...(!isDelete && { after: viewOf(at)(value, ['write', id, namespace, key]) }),
        ...(isValid && { versionAfter: placeText(place) }),
    };
}

function beforeView(
    before: PastValue | 'unknown' | undefined,
    namespace: string,
    key: string,
): Pick<Change, 'before' | 'versionBefore' | 'beforeIsUnknown'> {
    if (before === undefined) return {};
    if (before === 'unknown') return { beforeIsUnknown: 'not read so far' };
    const value = bytesOf(before.value, ['write', before.by.txId, namespace, key]);
    return { before: value, versionBefore: placeText(before.at) };
}

/** Of private keys the block has hashes; the peers of members have keys and values. */
async function hiddenRows(
    { namespace, collections }: NamespaceReadWriteSet,
    at: At,
    { reader }: LedgerSource,
): Promise<readonly Row<Change>[]> {
    if (collections.every(({ writes }) => writes.length === 0)) return [];
    const known = await privateWrites(at, reader);
    return collections.flatMap(({ name, writes }) =>
        writes.map(({ keyHash, isDelete, isPurge, valueHash }) => (): Promise<Change> => {
            const hash = keyHash.toString('hex');
            const kind = isPurge ? 'purged' : isDelete ? 'deleted' : 'changed';
            const found = known.get(`${name} ${hash}`);
            return Promise.resolve({
                namespace,
                collection: name,
                keyHash: hash,
                kind,
                hash: valueHash.toString('hex'),
                ...(found !== undefined && { key: keyOf(found.key) }),
                ...(found !== undefined && kind === 'changed' && { after: bytesOf(found.value) }),
            });
        }),
    );
}

type PrivateWrite = Awaited<ReturnType<LedgerReader['privateWrites']>>[number]['writes'][number];

/** Those of a transaction that this peer has, by collection and hash of the key. */
async function privateWrites(at: At, reader: LedgerReader): Promise<ReadonlyMap<string, PrivateWrite>> {
    if (!isInBlock(at)) return new Map();
    const { block, txNumber } = at.place;
    const written = (await reader.privateWrites(block)).filter((one) => Number(one.at.txNumber) === txNumber);
    return new Map(
        written.flatMap(({ collection, writes }) =>
            writes.map((write) => [`${collection} ${createHash('sha256').update(write.key).digest('hex')}`, write]),
        ),
    );
}

interface Wanted {
    readonly namespace: string;
    readonly key: string;
    readonly at: At;
    readonly hasRead: boolean;
    readonly version: Version | undefined;
}

/** The value that the transaction saw: what it read, or for a blind write what was there before. */
async function beforeOf(
    { namespace, key, at: { place }, hasRead, version }: Wanted,
    source: LedgerSource,
): Promise<PastValue | 'unknown' | undefined> {
    if (hasRead && version === undefined) return undefined;
    const read = version && { block: version.blockNumber, txNumber: Number(version.txNumber) };
    const seen = read && { ...read, txNumber: read.txNumber + 1 };
    const found = await source.past.valueBefore(namespace, key, seen ?? place);
    if (read === undefined ? !isKnownAt(place, found, source) : found === undefined || isBefore(found.at, read))
        return source.known === undefined ? existing(found) : 'unknown';
    return existing(found);
}

function existing(found: PastValue | undefined): PastValue | undefined {
    return found?.isDelete === true ? undefined : found;
}
