import type {
    CollectionHashes,
    KeyRead,
    KeyWrite,
    MetadataEntry,
    NamespaceReadWriteSet,
    RangeRead,
    SubmitResult,
} from '@heddle/local-peer';

/** Everything that a network sees of a call, a line each: what two servers must agree on. */
export function describeResult(result: Omit<SubmitResult, 'commit'> & Partial<SubmitResult>): string[] {
    const { status, message, payload, event, readWriteSet, privateWrites, commit } = result;
    return [
        `status ${status}`,
        ...(message === '' ? [] : [`message ${showText(message)}`]),
        ...(payload.length === 0 ? [] : [`payload ${show(payload)}`]),
        ...readWriteSet.flatMap(describeNamespace),
        ...privateWrites.flatMap(({ collection, writes, metadataKeys }) => [
            ...writes.map((write) => `private ${collection} ${describeWrite(write)}`),
            ...metadataKeys.map((key) => `private ${collection} metadata ${showText(key)}`),
        ]),
        ...(event === undefined ? [] : [`event ${event.name} ${show(event.payload)}`]),
        ...(commit === undefined ? [] : [`commit ${commit.status}`]),
    ];
}

function describeNamespace(set: NamespaceReadWriteSet): string[] {
    const { reads, ranges, writes, metadataWrites, collections } = set;
    return [
        ...reads.map(describeRead),
        ...ranges.map(describeRange),
        ...writes.map(describeWrite),
        ...metadataWrites.map(({ key, entries }) => `metadata ${showText(key)} ${describeEntries(entries)}`),
        ...collections.flatMap(describeCollection),
    ].map((line) => `${set.namespace} ${line}`);
}

function describeRead({ key, version }: KeyRead): string {
    return `read ${showText(key)} ${describeVersion(version)}`;
}

function describeRange({ startKey, endKey, exhausted, rawReads, merkleHashes }: RangeRead): string {
    const rows = rawReads?.reads.map(describeRead) ?? merkleHashes?.maxLevelHashes.map((hash) => hash.toString('hex'));
    return `range ${showText(startKey)} to ${showText(endKey)}, ${exhausted ? 'to its end' : 'in part'}: ${(rows ?? []).join(', ')}`;
}

function describeWrite({ key, isDelete, value }: KeyWrite): string {
    return isDelete ? `delete ${showText(key)}` : `write ${showText(key)} ${show(value)}`;
}

function describeEntries(entries: readonly MetadataEntry[]): string {
    return entries.map(({ name, value }) => `${name}=${value.toString('hex')}`).join(' ');
}

function describeCollection({ name, reads, writes, metadataWrites }: CollectionHashes): string[] {
    return [
        ...reads.map(({ keyHash, version }) => `read ${keyHash.toString('hex')} ${describeVersion(version)}`),
        ...writes.map(
            ({ keyHash, isDelete, isPurge, valueHash }) =>
                `${isPurge ? 'purge' : isDelete ? 'delete' : 'write'} ${keyHash.toString('hex')} ${valueHash.toString('hex')}`,
        ),
        ...metadataWrites.map(
            ({ keyHash, entries }) => `metadata ${keyHash.toString('hex')} ${describeEntries(entries)}`,
        ),
    ].map((line) => `collection ${name} ${line}`);
}

function describeVersion(version: KeyRead['version']): string {
    return version === undefined ? 'absent' : `${version.blockNumber}/${version.txNumber}`;
}

/** Text as it is, other bytes in hexadecimal digits: neither form hides a difference. */
function show(bytes: Buffer): string {
    const text = bytes.toString('utf8');
    return Buffer.from(text).equals(bytes) ? showText(text) : `0x${bytes.toString('hex')}`;
}

function showText(text: string): string {
    // Composite keys have control characters, which a terminal does not show.
    return text.replace(/\p{Cc}|\u{10ffff}/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
