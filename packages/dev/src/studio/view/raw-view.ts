import type { NamespaceReadWriteSet, ObservedIdentity, ReadEnvelope, ReadWriteSet } from '@heddle/local-peer';
import type { RawTransaction } from '@heddle/studio';
import { bytesOf, type Reference, versionText } from './bytes';
import { fitting, leftOutOf } from './fitting';
import type { Recorded } from './summary';

/** Of what was read and written: of a large transaction the rest is counted, and is in its envelope. */
const ROOM = 4 * 1024 * 1024;
/** Half of a namespace's room is for what it writes; the other half is in equal parts. */
const PARTS = 8;

/** All of a transaction. What is in no block was never in an envelope, and has neither nonce nor signatures here. */
export async function rawView({ proposal }: Recorded, envelope: ReadEnvelope | undefined): Promise<RawTransaction> {
    const { txId, channel, begin, creator, result } = proposal;
    const readWriteSet = await rawSets(result?.readWriteSet ?? [], txId);
    if (envelope === undefined) {
        const header = { txId, channelId: channel, timestamp: begin.toISOString() };
        const endorsements = (result?.endorsedBy ?? []).map((mspId) => ({ mspId }));
        return { document: { header, creator: rawIdentity(creator), readWriteSet, endorsements } };
    }
    const { type, version, time, channel: channelId, epoch, tlsCertHash, nonce, signature, endorsements } = envelope;
    return {
        document: {
            header: {
                type,
                version,
                timestamp: time?.toISOString() ?? null,
                channelId,
                txId: envelope.txId,
                epoch: String(epoch),
                tlsCertHash: tlsCertHash.toString('hex'),
            },
            creator: rawIdentity(envelope.creator),
            nonce: nonce.toString('hex'),
            readWriteSet,
            endorsements: endorsements.map((one) => ({
                ...rawIdentity(one.endorser),
                signature: one.signature.toString('hex'),
            })),
            signature: signature.toString('hex'),
        },
        envelope: { size: envelope.encoded.length, of: JSON.stringify(['envelope', txId]) },
    };
}

function rawIdentity({ mspId, certificate }: ObservedIdentity): object {
    return { mspId, ...(certificate !== undefined && { certificate }) };
}

async function rawSets(sets: ReadWriteSet, id: string): Promise<object[]> {
    return await Promise.all(sets.map((set) => rawSet(set, id, ROOM / sets.length)));
}

async function rawSet(set: NamespaceReadWriteSet, id: string, bytes: number): Promise<object> {
    const { namespace, collections } = set;
    const part = bytes / PARTS;
    const reads = await fitting(set.reads, part, ({ key, version }) => ({ key, version: rawVersion(version) }));
    const rangeQueries = await fitting(set.ranges, part, rawRange);
    // Values are what is large.
    const writes = await fitting(set.writes, bytes / 2, ({ key, isDelete, value }) => ({
        key,
        ...(isDelete ? { isDelete } : { value: rawValue(value, ['write', id, namespace, key]) }),
    }));
    const metadataWrites = await fitting(set.metadataWrites, part, ({ key, entries }) => ({
        key,
        entries: entries.map(rawEntry),
    }));
    return {
        namespace,
        reads: reads.rows,
        rangeQueries: rangeQueries.rows,
        writes: writes.rows,
        metadataWrites: metadataWrites.rows,
        collections: await Promise.all(collections.map((one) => rawCollection(one, part / collections.length))),
        ...leftOutOf({ reads, rangeQueries, writes, metadataWrites }),
    };
}

function rawRange(range: NamespaceReadWriteSet['ranges'][number]): object {
    const { startKey, endKey, exhausted, rawReads, merkleHashes } = range;
    const rows = rawReads?.reads.map(({ key, version }) => ({ key, version: rawVersion(version) }));
    const hashes = merkleHashes?.maxLevelHashes.map((hash) => hash.toString('hex'));
    return { startKey, endKey, exhausted, ...(rows && { rows }), ...(hashes && { merkleHashes: hashes }) };
}

async function rawCollection(collection: NamespaceReadWriteSet['collections'][number], bytes: number): Promise<object> {
    const { name, privateSetHash } = collection;
    const part = bytes / 3;
    const reads = await fitting(collection.reads, part, ({ keyHash, version }) => ({
        keyHash: keyHash.toString('hex'),
        version: rawVersion(version),
    }));
    const writes = await fitting(collection.writes, part, ({ keyHash, valueHash, isDelete, isPurge }) => ({
        keyHash: keyHash.toString('hex'),
        ...(isDelete || isPurge ? { isDelete, isPurge } : { valueHash: valueHash.toString('hex') }),
    }));
    const metadataWrites = await fitting(collection.metadataWrites, part, ({ keyHash, entries }) => ({
        keyHash: keyHash.toString('hex'),
        entries: entries.map(rawEntry),
    }));
    return {
        name,
        reads: reads.rows,
        writes: writes.rows,
        metadataWrites: metadataWrites.rows,
        privateSetHash: privateSetHash.toString('hex'),
        ...leftOutOf({ reads, writes, metadataWrites }),
    };
}

function rawEntry({ name, value }: { readonly name: string; readonly value: Buffer }): object {
    return { name, value: value.toString('hex') };
}

function rawVersion(version: Parameters<typeof versionText>[0] | undefined): string | null {
    return version === undefined ? null : versionText(version);
}

/** Short text as it is; all else says what it is. */
function rawValue(value: Buffer, reference: Reference): unknown {
    const { of: _, ...shown } = bytesOf(value, reference);
    return shown.text === undefined || shown.cut === true ? shown : shown.text;
}
