import { createHash } from 'node:crypto';
import type {
    LedgerReader,
    NamespaceReadWriteSet,
    ObservedProposal,
    ObservedResult,
    ReadTransaction,
    ReadWriteSet,
    Version,
} from '@heddle/local-peer';
import type { Change, LogLine, Range, Read, Transaction } from '@heddle/studio';
import { bytesOf, keptBytesOf, keyOf, versionText } from './bytes';
import { type AskPolicies, certificateOf, endorsementsOf, policiesOf, timesOf } from './endorsement-view';
import { keyPolicyOf } from './key-policy';
import { isBefore, type LedgerPast, type PastValue, type Place } from './ledger-past';
import { codeOf, type Recorded, summaryOf } from './summary';

/** What the page has of the ledger to tell of transactions. */
export interface LedgerSource {
    readonly reader: LedgerReader;
    readonly past: LedgerPast;
    /** The blocks whose writes are known, the last one excluded; absent where all are. */
    readonly known?: () => { readonly from: bigint; readonly end: bigint };
    /** What a transaction would be held against now; absent where nobody can tell. */
    readonly policiesOf?: AskPolicies;
    /** What the chaincode has printed of a transaction; absent where nobody hears it. */
    readonly logOf?: (proposal: ObservedProposal) => readonly LogLine[];
    /** Names of a function's parameters, as far as the metadata has them. */
    parametersOf(chaincode: string, name: string): readonly string[];
}

/** Of a transaction that is in no block, everything was before. */
const LAST: Place = { block: BigInt(Number.MAX_SAFE_INTEGER), txNumber: 0 };

export async function transactionView(recorded: Recorded, source: LedgerSource): Promise<Transaction> {
    const { proposal, commit, build } = recorded;
    const { txId: id, args, isInit, transientKeys, result, error, chaincode, disagreement, height } = proposal;
    const [name = Buffer.alloc(0), ...rest] = args;
    const names = source.parametersOf(chaincode, name.toString());
    const at = { id, place: placeOf(commit), isValid: commit?.code === 'VALID' };
    const sets = ownSets(result?.readWriteSet ?? []);
    return {
        ...summaryOf(recorded),
        args: rest.map((arg, index) => viewOf(at.place)(arg, ['argument', id, String(index)])),
        parameters: rest.map((_, index) => names[index] ?? null),
        isInit,
        transient: transientKeys,
        build,
        ...(result !== undefined && { response: responseOf(result, at), ...eventOf(result, at) }),
        ...(error !== undefined && { refusal: error }),
        changes: (await Promise.all(sets.map((set) => changesOf(set, at, source)))).flat(),
        reads: (await Promise.all(sets.map((set) => readsOf(set, at, source)))).flat(),
        ranges: sets.flatMap(rangesOf),
        endorsements: endorsementsOf(proposal),
        ...(await policiesOf(recorded, source.policiesOf)),
        ...(disagreement !== undefined && { disagreement }),
        ...timesOf(recorded),
        ...certificateOf(proposal.creator),
        ...(height !== undefined && { height: Number(height) }),
        ...(commit !== undefined && { commit: commitOf(commit) }),
        ...logOf(proposal, source),
    };
}

/** Which transaction it is, in which place; of one that is in no block, everything was before. */
interface At {
    readonly id: string;
    readonly place: Place;
    readonly isValid: boolean;
}

/** Of what is in a block, the block has all of each value. */
function viewOf(place: Place): typeof keptBytesOf {
    return place === LAST ? keptBytesOf : bytesOf;
}

function responseOf(
    { response: { status, message, payload } }: ObservedResult,
    { id, place }: At,
): NonNullable<Transaction['response']> {
    const code = codeOf(message);
    return { status, message, payload: viewOf(place)(payload, ['result', id]), ...(code !== undefined && { code }) };
}

function eventOf({ event }: ObservedResult, { id, place, isValid: sent }: At): Pick<Transaction, 'event'> {
    if (event === undefined) return {};
    return { event: { name: event.name, payload: viewOf(place)(event.payload, ['event', id]), sent } };
}

/** A transaction that is only in its block: nobody has recorded how it ran. */
export function recordedFromBlock(transaction: ReadTransaction, place: Place, of: number): Recorded {
    const { txId, creator, chaincode, args, isInit, response, event, readWriteSet, endorsedBy, status, time } =
        transaction;
    return {
        seq: 0,
        at: time,
        isTried: false,
        build: 0,
        proposal: {
            purpose: 'endorse',
            txId,
            channel: '',
            chaincode,
            creator,
            isInit,
            args,
            transientKeys: [],
            begin: time,
            milliseconds: 0,
            height: undefined,
            peers: [],
            disagreement: undefined,
            demands: [],
            result: response && { response, event, readWriteSet, endorsedBy, unchecked: undefined },
            error: undefined,
        },
        commit: { block: Number(place.block), txNumber: place.txNumber, of, code: status, time },
    };
}

function logOf(proposal: ObservedProposal, { logOf: ask }: LedgerSource): Pick<Transaction, 'log'> {
    return ask === undefined ? {} : { log: ask(proposal) };
}

function commitOf({ block, txNumber, of, time }: NonNullable<Recorded['commit']>): NonNullable<Transaction['commit']> {
    return { block, txNumber, of, time: time.toISOString() };
}

function placeOf(commit: Recorded['commit']): Place {
    return commit === undefined ? LAST : { block: BigInt(commit.block), txNumber: commit.txNumber };
}

/** What a chaincode's definition is read by is nothing of the transaction's. */
function ownSets(sets: ReadWriteSet): readonly NamespaceReadWriteSet[] {
    return sets.filter(({ namespace }) => namespace !== '_lifecycle');
}

async function changesOf(set: NamespaceReadWriteSet, at: At, source: LedgerSource): Promise<Change[]> {
    const { namespace, writes, metadataWrites, collections, reads } = set;
    const read = new Map(reads.map(({ key, version }) => [key, version]));
    const changes = await Promise.all(writes.map((write) => changeOf(write, { namespace, read, at, source })));
    const policies = metadataWrites.map(({ key, entries }): Change => ({
        namespace,
        key: keyOf(key),
        kind: 'policy',
        ...keyPolicyOf(entries),
    }));
    const hidden = collections.flatMap(({ name, writes: hashed }) =>
        hashed.map(({ keyHash, isDelete, isPurge, valueHash }): Change => ({
            namespace,
            collection: name,
            keyHash: keyHash.toString('hex'),
            kind: isPurge ? 'purged' : isDelete ? 'deleted' : 'changed',
            hash: valueHash.toString('hex'),
        })),
    );
    return [...changes, ...policies, ...(await withKeys(hidden, at.place, source))];
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
    { namespace, read, at: { id, place, isValid }, source }: ChangeContext,
): Promise<Change> {
    const wanted = { namespace, key, place, hasRead: read.has(key), version: read.get(key) };
    const before = await beforeOf(wanted, source);
    return {
        namespace,
        key: keyOf(key),
        kind: isDelete ? 'deleted' : before === undefined ? 'created' : 'changed',
        ...beforeView(before, namespace, key),
        ...(!isDelete && { after: viewOf(place)(value, ['write', id, namespace, key]) }),
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
async function withKeys(changes: readonly Change[], place: Place, { reader }: LedgerSource): Promise<Change[]> {
    if (changes.length === 0 || place === LAST) return [...changes];
    const written = (await reader.privateWrites(place.block)).filter(
        ({ at }) => Number(at.txNumber) === place.txNumber,
    );
    const known = new Map(
        written.flatMap(({ collection, writes }) =>
            writes.map((write) => [`${collection} ${createHash('sha256').update(write.key).digest('hex')}`, write]),
        ),
    );
    return changes.map((change) => {
        const found = known.get(`${change.collection ?? ''} ${change.keyHash ?? ''}`);
        if (found === undefined) return change;
        return { ...change, key: keyOf(found.key), ...(change.kind === 'changed' && { after: bytesOf(found.value) }) };
    });
}

interface Wanted {
    readonly namespace: string;
    readonly key: string;
    readonly place: Place;
    readonly hasRead: boolean;
    readonly version: Version | undefined;
}

/** The value that the transaction saw: what it read, or for a blind write what was there before. */
async function beforeOf(
    { namespace, key, place, hasRead, version }: Wanted,
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

/** Whether what was found of a key is the newest before a place: no block between is one that was not read. */
export function isKnownAt(place: Place, found: PastValue | undefined, { known }: LedgerSource): boolean {
    if (known === undefined) return true;
    const { from, end } = known();
    return place.block <= end && (found !== undefined || from === 0n);
}

async function readsOf(
    { namespace, reads, collections }: NamespaceReadWriteSet,
    { place, isValid }: At,
    source: LedgerSource,
): Promise<Read[]> {
    const open = await Promise.all(
        reads.map(async ({ key, version }): Promise<Read> => {
            // What had changed would have made it invalid.
            const at = isValid
                ? 'same'
                : place === LAST
                  ? 'unknown'
                  : await atCommit({ namespace, key, place, version }, source);
            return { namespace, key: keyOf(key), version: version === undefined ? null : versionText(version), at };
        }),
    );
    const hidden = collections.flatMap(({ name, reads: hashed }) =>
        hashed.map(({ keyHash, version }): Read => ({
            namespace,
            collection: name,
            keyHash: keyHash.toString('hex'),
            version: version === undefined ? null : versionText(version),
            at: 'unknown',
        })),
    );
    return [...open, ...hidden];
}

async function atCommit(
    { namespace, key, place, version }: Omit<Wanted, 'hasRead'>,
    source: LedgerSource,
): Promise<Read['at']> {
    const found = await source.past.valueBefore(namespace, key, place);
    if (!isKnownAt(place, found, source)) return 'unknown';
    const at = found === undefined || found.isDelete ? undefined : found.at;
    if (version === undefined || at === undefined)
        return version === undefined && at === undefined ? 'same' : 'changed';
    const read = { block: version.blockNumber, txNumber: Number(version.txNumber) };
    return !isBefore(read, at) && !isBefore(at, read) ? 'same' : 'changed';
}

function rangesOf({ namespace, ranges }: NamespaceReadWriteSet): Range[] {
    return ranges.map(({ startKey, endKey, rows, rawReads, exhausted }) => {
        // Of a long range the block has hashes of its rows alone.
        const count = rows ?? rawReads?.reads.length;
        return {
            namespace,
            start: keyOf(startKey),
            end: keyOf(endKey),
            ...(count !== undefined && { rows: count }),
            complete: exhausted,
        };
    });
}

export function placeText({ block, txNumber }: Place): string {
    return `${block}.${txNumber}`;
}
