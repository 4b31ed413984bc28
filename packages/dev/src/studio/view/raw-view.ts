import type { NamespaceReadWriteSet, ObservedIdentity, ReadEnvelope, ReadWriteSet } from '@heddle/local-peer';
import type { RawTransaction } from '@heddle/studio';
import { bytesOf, type Reference, versionText } from './bytes';
import type { Recorded } from './summary';

/** All of a transaction. What is in no block was never in an envelope, and has neither nonce nor signatures here. */
export function rawView({ proposal }: Recorded, envelope: ReadEnvelope | undefined): RawTransaction {
    const { txId, channel, begin, creator, result } = proposal;
    const readWriteSet = rawSets(result?.readWriteSet ?? [], txId);
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

function rawSets(sets: ReadWriteSet, id: string): object[] {
    return sets.map((set) => ({
        namespace: set.namespace,
        reads: set.reads.map(({ key, version }) => ({ key, version: rawVersion(version) })),
        rangeQueries: set.ranges.map(rawRange),
        writes: set.writes.map(({ key, isDelete, value }) => ({
            key,
            ...(isDelete ? { isDelete } : { value: rawValue(value, ['write', id, set.namespace, key]) }),
        })),
        metadataWrites: set.metadataWrites.map(({ key, entries }) => ({ key, entries: entries.map(rawEntry) })),
        collections: set.collections.map(rawCollection),
    }));
}

function rawRange(range: NamespaceReadWriteSet['ranges'][number]): object {
    const { startKey, endKey, exhausted, rawReads, merkleHashes } = range;
    const rows = rawReads?.reads.map(({ key, version }) => ({ key, version: rawVersion(version) }));
    const hashes = merkleHashes?.maxLevelHashes.map((hash) => hash.toString('hex'));
    return { startKey, endKey, exhausted, ...(rows && { rows }), ...(hashes && { merkleHashes: hashes }) };
}

function rawCollection({
    name,
    reads,
    writes,
    metadataWrites,
    privateSetHash,
}: NamespaceReadWriteSet['collections'][number]): object {
    return {
        name,
        reads: reads.map(({ keyHash, version }) => ({
            keyHash: keyHash.toString('hex'),
            version: rawVersion(version),
        })),
        writes: writes.map(({ keyHash, valueHash, isDelete, isPurge }) => ({
            keyHash: keyHash.toString('hex'),
            ...(isDelete || isPurge ? { isDelete, isPurge } : { valueHash: valueHash.toString('hex') }),
        })),
        metadataWrites: metadataWrites.map(({ keyHash, entries }) => ({
            keyHash: keyHash.toString('hex'),
            entries: entries.map(rawEntry),
        })),
        privateSetHash: privateSetHash.toString('hex'),
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
