import { chaincodeEvent } from '@heddle/protocol';
import { compareOutcomes, type Difference } from '../endorse/result-differences';
import { chaincodeSets } from '../records/chaincode-sets';
import { hashKey, hashOf } from '../records/private-namespaces';
import type { CollectionHashes, NamespaceReadWriteSet, PrivateWriteSet, ReadWriteSet } from '../records/read-write-set';
import { encodeReadWriteSet } from '../records/read-write-set-codec';
import { readableJson } from '../records/readable-json';
import { readableKey } from '../records/readable-key';
import type { RunResult } from './replay-run';
import type { CallTransaction } from './replay-runner';

const DELETED = Buffer.from('deleted');
const PURGED = Buffer.from('purged');

/** How a transaction came out. */
export type CallVerdict =
    | { readonly kind: 'reproduced' }
    | { readonly kind: 'differs'; readonly differences: readonly Difference[] }
    | { readonly kind: 'unknowable' | 'unreconstructable'; readonly why: string };

interface Side {
    readonly response: { readonly status: number; readonly message: string; readonly payload: Buffer } | undefined;
    readonly error?: string | undefined;
    readonly event: Buffer;
    readonly readWriteSet: ReadWriteSet;
}

/** Private values by what they are written to. */
type PrivateValues = ReadonlyMap<string, { readonly key: string; readonly value: Buffer }>;

/** How the parts of an outcome are called, and what of them counts. */
interface Words {
    /** What each side knows of private data. */
    readonly recorded: PrivateValues;
    readonly now: PrivateValues;
    readonly withReads: boolean;
    /** Whether the namespace has to be told. */
    readonly isNamespaceTold: boolean;
}

/**
 * Compares a run with what the endorsers have agreed on.
 * @param withReads whether to compare also what was read: the same code reads the same
 */
export function compareCall({ call, privateWrites }: CallTransaction, run: RunResult, withReads: boolean): CallVerdict {
    if (isSame(call.results, encodeReadWriteSet(run.readWriteSet)) && isSameAnswer(call, run))
        return { kind: 'reproduced' };
    const namespaces = [call.readWriteSet, run.readWriteSet].flatMap((set) => chaincodeSets(set));
    const words = {
        recorded: valuesIn(privateWrites),
        now: valuesIn(run.privateWrites),
        withReads,
        isNamespaceTold: new Set(namespaces.map(({ namespace }) => namespace)).size > 1,
    };
    const recorded = outcomeOf(call, words);
    const now = outcomeOf(run, words);
    const differences = compareOutcomes(recorded, now);
    if (differences.length === 0) return withReads ? differentSets(call.results, run) : { kind: 'reproduced' };
    const { unknown } = run;
    if (unknown === undefined) return { kind: 'differs', differences };
    const before = differencesBefore(unknown.written, { recorded, now }, words);
    return before.length > 0 ? { kind: 'differs', differences: before } : { kind: 'unknowable', why: unknown.what };
}

/** The same code has to give the same bytes, and here it has not, in something that has no name of its own. */
function differentSets(recorded: Buffer, { readWriteSet }: RunResult): CallVerdict {
    const [first, second] = [recorded, encodeReadWriteSet(readWriteSet)].map((set) => set.toString('hex'));
    return { kind: 'differs', differences: [{ what: 'read-write set', first: first ?? '', second: second ?? '' }] };
}

/** What was written before an unknown value was asked for, and stayed as it was, does not come of that value. */
function differencesBefore(
    written: ReadWriteSet,
    { recorded, now }: Readonly<Record<'recorded' | 'now', ReadonlyMap<string, Buffer>>>,
    words: Words,
): Difference[] {
    const before = new Map<string, Buffer>();
    addSets(before, written, { ...words, withReads: false });
    const settled = [...before].filter(([what, value]) => now.get(what)?.equals(value) === true);
    const expected = settled.map(([what]) => [what, recorded.get(what) ?? Buffer.alloc(0)] as const);
    return compareOutcomes(new Map(expected), new Map(settled));
}

function isSameAnswer(call: CallTransaction['call'], { response, event }: RunResult): boolean {
    return (
        response?.status === call.response.status &&
        response.message === call.response.message &&
        isSame(response.payload, call.response.payload) &&
        isSame(event, call.event)
    );
}

function isSame(left: Buffer, right: Buffer): boolean {
    return left.equals(right);
}

/** All that counts, by what it is. */
function outcomeOf(side: Side, words: Words): Map<string, Buffer> {
    const { response, error, event, readWriteSet } = side;
    const outcome = new Map<string, Buffer>();
    if (error !== undefined) outcome.set('status', Buffer.from('none')).set('message', Buffer.from(error));
    if (response !== undefined) {
        outcome.set('status', Buffer.from(String(response.status))).set('message', Buffer.from(response.message));
        outcome.set('result', response.payload);
    }
    if (event.length > 0) {
        const { name, payload } = chaincodeEvent.decode(event);
        outcome.set('event', Buffer.from(name)).set(`event ${name}`, payload);
    }
    addSets(outcome, readWriteSet, words);
    return outcome;
}

function addSets(outcome: Map<string, Buffer>, sets: ReadWriteSet, words: Words): void {
    for (const set of sets) {
        const suffix = words.isNamespaceTold ? ` of ${set.namespace}` : '';
        for (const { key, isDelete, value } of set.writes)
            outcome.set(`${writeName(isDelete)} of ${readableKey(key)}${suffix}`, isDelete ? DELETED : value);
        for (const { key, entries } of set.metadataWrites)
            outcome.set(`metadata of ${readableKey(key)}${suffix}`, readableJson(entries));
        for (const hashes of set.collections)
            addCollection(outcome, { ...hashes, namespace: set.namespace, suffix }, words);
        if (words.withReads) addReads(outcome, set, suffix);
    }
}

function addReads(
    outcome: Map<string, Buffer>,
    { reads, ranges, collections }: NamespaceReadWriteSet,
    suffix: string,
): void {
    for (const { key, version } of reads)
        outcome.set(`read of ${readableKey(key)}${suffix}`, readableJson(version ?? 'does not exist'));
    for (const { rows: _, ...range } of ranges) {
        const what = `range from ${readableKey(range.startKey)} to ${readableKey(range.endKey)}${suffix}`;
        outcome.set(what, readableJson(range));
    }
    for (const { name, reads: hashed } of collections)
        if (hashed.length > 0) outcome.set(`reads in ${name}${suffix}`, readableJson(hashed));
}

interface PlacedHashes extends CollectionHashes {
    readonly namespace: string;
    readonly suffix: string;
}

/** A value is shown where both sides know theirs; otherwise its hash is. */
function addCollection(outcome: Map<string, Buffer>, hashes: PlacedHashes, { recorded, now }: Words): void {
    const { namespace, name, suffix, writes, metadataWrites } = hashes;
    for (const { keyHash, valueHash, isDelete, isPurge } of writes) {
        const id = idOf(namespace, name, keyHash);
        const sides = [recorded.get(id), now.get(id)].filter((one) => one !== undefined);
        const known = sides.length > 1 ? sides.find(({ value }) => hashOf(value).equals(valueHash)) : undefined;
        const value = known?.value ?? Buffer.from(`a value with hash ${hashKey(valueHash)}`);
        const [named] = sides;
        const key = named === undefined ? `the key with hash ${hashKey(keyHash)}` : readableKey(named.key);
        const gone = isPurge ? PURGED : DELETED;
        outcome.set(`${writeName(isDelete)} of ${key} in ${name}${suffix}`, isDelete ? gone : value);
    }
    for (const { keyHash, entries } of metadataWrites)
        outcome.set(`metadata of ${hashKey(keyHash)} in ${name}${suffix}`, readableJson(entries));
}

function idOf(namespace: string, collection: string, keyHash: Buffer): string {
    return JSON.stringify([namespace, collection, hashKey(keyHash)]);
}

function valuesIn(sets: readonly PrivateWriteSet[]): PrivateValues {
    return new Map(
        sets.flatMap(({ namespace, collection, writes }) =>
            writes.map(({ key, value }) => [idOf(namespace, collection, hashOf(key)), { key, value }]),
        ),
    );
}

/** Another one for deletions, so that none is the same as a value that reads `deleted`. */
function writeName(isDelete: boolean): string {
    return isDelete ? 'delete' : 'write';
}
