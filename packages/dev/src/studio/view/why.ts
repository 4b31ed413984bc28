import type { NamespaceReadWriteSet, ReadTransaction } from '@heddle/local-peer';
import type { LogLine, PolicyRow, Why, WhyKey } from '@heddle/studio';
import { keyOf, versionText } from './bytes';
import { policiesOf } from './endorsement-view';
import { isBefore, type Place, placeText } from './ledger-past';
import { isKnownAt, type LedgerSource } from './ledger-source';
import { codeOf, otherOf, type Recorded } from './summary';

const FURTHER_BACK =
    'It read a key that another transaction changed before it was committed, in a block further back than was read.';

/** Of those that it is about. */
const MOST_KEYS = 100;

/** What Fabric's codes mean, for somebody who meets one for the first time. */
const SENTENCES: ReadonlyMap<string, string> = new Map([
    [
        'ENDORSEMENT_POLICY_FAILURE',
        'It has not the signatures that a policy asks for: that of the chaincode, of a collection or of a key.',
    ],
    ['DUPLICATE_TXID', 'A transaction with this id is in the ledger already.'],
    ['BAD_CREATOR_SIGNATURE', 'Its signature is not that of the one who sent it.'],
    ['INVALID_ENDORSER_TRANSACTION', 'What its endorsers have signed was another proposal than the one in it.'],
    ['EXPIRED_CHAINCODE', 'The chaincode was defined anew after it was endorsed.'],
    ['INVALID_OTHER_REASON', 'The peer could not validate it.'],
    ['BAD_RWSET', 'What it has read and written cannot be decoded.'],
    ['ILLEGAL_WRITESET', 'It writes where a chaincode may not.'],
    ['TARGET_CHAIN_NOT_FOUND', 'It is for a channel that this one is not.'],
]);

/** Why a transaction has changed nothing: the sentence that a reader needs first, and the keys that it is about. */
export async function whyOf(recorded: Recorded, source: LedgerSource): Promise<Why> {
    const { proposal, commit } = recorded;
    if (commit === undefined) return whyNotEndorsed(proposal, source);
    if (commit.code === 'ENDORSEMENT_POLICY_FAILURE') return await whyNotFulfilled(recorded, source);
    return await whyInvalid(commit.code, { place: commit, sets: proposal.result?.readWriteSet ?? [], source });
}

function whyNotEndorsed(proposal: Recorded['proposal'], source: LedgerSource): Why {
    const { result, error } = proposal;
    if (error !== undefined) return whyRefused(proposal, error);
    const { status, message } = result?.response ?? { status: 0, message: '' };
    const thrown = status === BUG ? thrownIn(source.logOf?.(proposal) ?? []) : undefined;
    // Clients are not told what went wrong: the log is.
    if (thrown !== undefined) return { kind: 'THREW', sentence: `The contract threw: ${thrown}`, keys: [] };
    const code = codeOf(message);
    const sentence = code === undefined ? `${whoRefused(proposal, status)}: ${message}` : `${status} ${message}`;
    return { kind: code ?? String(status), sentence, keys: [] };
}

const BUG = 500;

/** Name and message of what was thrown, without the calls that led there. */
function thrownIn(lines: readonly LogLine[]): string | undefined {
    return lines.find(({ thrown }) => thrown !== undefined)?.thrown?.replace(/\n\s+at [^]*$/, '');
}

/** A peer answers with the status of a bug where it has not come to run the contract. */
function whoRefused({ height, peers }: Recorded['proposal'], status: number): string {
    if (status !== BUG) return `The contract refused it with ${status}`;
    return peers.length > 0 && height === undefined ? 'The peer could not run it' : 'The contract threw';
}

function whyRefused({ disagreement, demands, peers }: Recorded['proposal'], error: string): Why {
    // The peer's message is for a terminal: what follows its first line is shown by itself.
    const [first = error] = error.split('\n');
    if (disagreement !== undefined)
        return {
            kind: disagreement.between === 'runs' ? 'NOT_DETERMINISTIC' : 'ENDORSERS_DIFFER',
            sentence: first,
            keys: [],
            disagreement,
        };
    if (demands.length === 0) return { kind: 'REFUSED', sentence: error, keys: [] };
    const signed = peers.map(({ mspId }) => mspId).join(', ');
    const sentence =
        `No peers together can sign what the policies ask for: ${demands.join(' and ')}. ` +
        `The peer of ${signed} has run it; ${first.slice(first.indexOf('there are peers of'))}.`;
    return { kind: 'NOT_ENOUGH_ENDORSERS', sentence, keys: [] };
}

async function whyNotFulfilled(recorded: Recorded, source: LedgerSource): Promise<Why> {
    const kind = 'ENDORSEMENT_POLICY_FAILURE';
    const { policies, policiesAreOfNow } = await policiesOf(recorded, source.policiesOf);
    const policy = policies.find(({ fulfilled }) => !fulfilled);
    if (policy === undefined) return { kind, sentence: SENTENCES.get(kind) ?? kind, keys: [] };
    const { text, missing } = policy;
    const which = `the policy of ${ownerText(policy)}`;
    const sentence =
        text === undefined
            ? `Nobody can fulfil ${which}: it was cleared, cannot be read, or was changed by an earlier transaction of the same block.`
            : `It has not the signatures that ${which} asks for${policiesAreOfNow ? ' now' : ''}, ${text}: ${missing.join(' and ')} is missing.`;
    return { kind, sentence, keys: [], policy };
}

/** `collection secrets of store` for one. */
function ownerText({ of, namespace, collection, key, keyHash }: PolicyRow): string {
    if (of === 'chaincode') return `chaincode ${namespace}`;
    if (of === 'collection') return `collection ${collection ?? ''} of ${namespace}`;
    if (key === undefined) return `a private key with the hash ${(keyHash ?? '').slice(0, 8)}`;
    return `the key ${key.parts?.join(' / ') ?? key.text}`;
}

interface Invalid {
    readonly place: NonNullable<Recorded['commit']>;
    readonly sets: readonly NamespaceReadWriteSet[];
    readonly source: LedgerSource;
}

async function whyInvalid(code: string, { place, sets, source }: Invalid): Promise<Why> {
    const at = { block: BigInt(place.block), txNumber: place.txNumber };
    if (code === 'MVCC_READ_CONFLICT') {
        const keys = (await Promise.all(sets.map((set) => staleKeys(set, at, source)))).flat();
        if (keys.length === 0 && source.known !== undefined && sets.some(({ reads }) => reads.length > 0))
            return { kind: code, sentence: FURTHER_BACK, keys };
        const name = nameOf(keys[0]);
        return {
            kind: code,
            sentence: `It read ${name}, and another transaction changed ${name} before it was committed.`,
            ...shownKeys(keys),
        };
    }
    if (code === 'PHANTOM_READ_CONFLICT') {
        const keys = (await Promise.all(sets.map((set) => phantoms(set, at, source)))).flat();
        const sentence = `It read a range of keys, and another transaction changed ${nameOf(keys[0])} in it before it was committed.`;
        return { kind: code, sentence, ...shownKeys(keys) };
    }
    return { kind: code, sentence: SENTENCES.get(code) ?? `The peers found it invalid: ${code}.`, keys: [] };
}

function shownKeys(keys: readonly WhyKey[]): Pick<Why, 'keys' | 'keysLeftOut'> {
    const keysLeftOut = Math.max(0, keys.length - MOST_KEYS);
    return { keys: keys.slice(0, MOST_KEYS), ...(keysLeftOut > 0 && { keysLeftOut }) };
}

function nameOf(key: WhyKey | undefined): string {
    return key?.key === undefined ? 'a private key' : (key.key.parts?.join(' / ') ?? key.key.text);
}

/** The keys that had another version at the commit, with who had changed them. */
async function staleKeys(
    { namespace, reads }: NamespaceReadWriteSet,
    at: Place,
    source: LedgerSource,
): Promise<WhyKey[]> {
    const keys = await Promise.all(
        reads.map(async ({ key, version }): Promise<WhyKey[]> => {
            const read = version && { block: version.blockNumber, txNumber: Number(version.txNumber) };
            const found = await lastWrite(namespace, key, { at, read }, source);
            if (found === undefined || (read !== undefined && !isBefore(read, found.at))) return [];
            return [
                {
                    namespace,
                    key: keyOf(key),
                    read: version === undefined ? null : versionText(version),
                    found: found.isDelete ? null : placeText(found.at),
                    writtenBy: otherOf(found.by, found.at.block, found.at.txNumber),
                },
            ];
        }),
    );
    return keys.flat();
}

/** From the history, or where that does not know it from the blocks before. */
async function lastWrite(
    namespace: string,
    key: string,
    { at, read }: { readonly at: Place; readonly read: Place | undefined },
    source: LedgerSource,
): Promise<{ readonly at: Place; readonly by: ReadTransaction; readonly isDelete: boolean } | undefined> {
    const { past, known } = source;
    const found = await past.valueBefore(namespace, key, at);
    if (isKnownAt(at, found, source) || known === undefined) return found;
    const { from, end } = known();
    const before = at.block <= end ? { block: from, txNumber: 0 } : at;
    // Nothing before what was read can be the one.
    if (read !== undefined && !isBefore(read, before)) return found;
    const writer = await past.lastWriter(namespace, before, (one) => one === key);
    return writer && { ...writer, isDelete: deletes(writer.by, namespace, key) };
}

function deletes({ readWriteSet }: ReadTransaction, namespace: string, key: string): boolean {
    const writes = readWriteSet.filter((set) => set.namespace === namespace).flatMap((set) => set.writes);
    return writes.some((one) => one.key === key && one.isDelete);
}

/** The key of a range that came, changed or went, with who had done it. */
async function phantoms(
    { namespace, ranges }: NamespaceReadWriteSet,
    at: Place,
    { past }: LedgerSource,
): Promise<WhyKey[]> {
    const found = await Promise.all(
        ranges.map(async ({ startKey, endKey, rawReads }): Promise<WhyKey[]> => {
            const isInside = (key: string): boolean =>
                Buffer.compare(Buffer.from(key), Buffer.from(startKey)) >= 0 &&
                (endKey === '' || Buffer.compare(Buffer.from(key), Buffer.from(endKey)) < 0);
            const writer = await past.lastWriter(namespace, at, isInside);
            if (writer === undefined) return [];
            const known = rawReads?.reads.find(({ key }) => key === writer.key)?.version;
            const read = known && { block: known.blockNumber, txNumber: Number(known.txNumber) };
            if (read !== undefined && !isBefore(read, writer.at)) return [];
            return [
                {
                    namespace,
                    key: keyOf(writer.key),
                    read: known === undefined ? null : versionText(known),
                    found: placeText(writer.at),
                    writtenBy: otherOf(writer.by, writer.at.block, writer.at.txNumber),
                },
            ];
        }),
    );
    return found.flat();
}
