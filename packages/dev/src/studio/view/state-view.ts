import { createHash } from 'node:crypto';
import type { LedgerReader, StateEntry } from '@heddle/local-peer';
import type { KeyState, KeyVersion, Page, PrivateRow, StateRow } from '@heddle/studio';
import { badRequest } from '../http/refusal';
import { bytesOf, keyOf, versionText } from './bytes';
import { isBefore, type LedgerPast, type Place, placeText } from './ledger-past';
import type { LedgerSource } from './ledger-source';
import { rowsOf } from './rows-of';
import { otherOf } from './summary';

const LAST = '\u{10ffff}';
const PREVIEW = 120;

type Ledger = Pick<LedgerSource, 'reader' | 'past' | 'known'>;

export interface StateQuery {
    readonly namespace: string;
    readonly collection: string | undefined;
    readonly prefix: string;
    readonly after: string | undefined;
    readonly limit: number;
    readonly asOf: number | undefined;
}

/** A page of keys, as they are or as they were after a block. */
export async function stateView(query: StateQuery, ledger: Ledger): Promise<Page<StateRow>> {
    const { namespace, collection, prefix, after, limit, asOf } = query;
    const startKey = after === undefined ? prefix : `${after}\u0000`;
    const range = {
        namespace,
        ...(collection !== undefined && { collection }),
        startKey,
        endKey: prefix === '' ? '' : prefix + LAST,
    };
    const now = rowsOf(ledger.reader.scan(range));
    const rows = asOf === undefined ? now : rowsAsOf(now, await changedIn(query, ledger), startKey);
    const items: StateRow[] = [];
    for await (const { key, value, version } of rows) {
        if (items.length === limit) return { items, next: items.at(-1)?.key.text ?? null };
        const preview = bytesOf(value, undefined, PREVIEW);
        items.push({ key: keyOf(key), version: versionText(version), size: value.length, preview: preview.text ?? '' });
    }
    return { items, next: null };
}

type Changed = ReadonlyMap<string, StateEntry | undefined>;

async function changedIn({ namespace, asOf, prefix, collection }: StateQuery, ledger: Ledger): Promise<Changed> {
    await checkBlock(asOf, collection, ledger);
    const changed = new Map<string, StateEntry | undefined>();
    for (const [key, value] of await ledger.past.changedSince(namespace, BigInt(asOf ?? 0)))
        if (key.startsWith(prefix))
            changed.set(
                key,
                value && {
                    key,
                    value: value.value,
                    metadata: Buffer.alloc(0),
                    version: { blockNumber: value.at.block, txNumber: BigInt(value.at.txNumber) },
                },
            );
    return changed;
}

/** Both in the order of the ledger: keys that have changed since are as they were, all others as they are. */
async function* rowsAsOf(
    now: AsyncGenerator<StateEntry>,
    changed: Changed,
    startKey: string,
): AsyncGenerator<StateEntry> {
    const past = [...changed.values()]
        .filter((row) => row !== undefined)
        .filter(({ key }) => compare(key, startKey) >= 0)
        .sort((a, b) => compare(a.key, b.key));
    for await (const row of now) {
        if (changed.has(row.key)) continue;
        yield* past.splice(0, countBefore(past, row.key));
        yield row;
    }
    yield* past;
}

/** How many of these rows are before a key. */
function countBefore(rows: readonly StateEntry[], key: string): number {
    const index = rows.findIndex((row) => compare(row.key, key) > 0);
    return index === -1 ? rows.length : index;
}

function compare(left: string, right: string): number {
    return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

async function checkBlock(
    asOf: number | undefined,
    collection: string | undefined,
    { reader, known }: Pick<Ledger, 'reader' | 'known'>,
): Promise<void> {
    if (asOf === undefined) return;
    // Blocks have hashes of it, and peers keep no history.
    if (collection !== undefined) throw badRequest('private data is shown as it is now', 'leave asOf out');
    await checkPast(BigInt(asOf), reader);
    checkRead(asOf, known?.());
}

async function checkPast(block: bigint, reader: LedgerReader): Promise<void> {
    const height = await reader.height();
    if (block >= height) throw badRequest(`there is no block ${block} yet`, `the last one is ${height - 1n}`);
    const remedy = `its history begins with block ${reader.firstBlock}`;
    if (reader.firstBlock > 0n) throw badRequest('a fork of a ledger does not know its past', remedy);
}

function checkRead(asOf: number, known: ReturnType<NonNullable<Ledger['known']>> | undefined): void {
    if (known === undefined || (asOf >= known.from && asOf < known.end)) return;
    throw badRequest(`block ${asOf} was not read`, `give one from ${known.from} to ${known.end - 1n}`);
}

export interface KeyQuery {
    readonly namespace: string;
    readonly collection: string | undefined;
    readonly key: string;
    readonly asOf: number | undefined;
}

export async function keyView(
    { namespace, collection, key, asOf }: KeyQuery,
    { reader, past, known, policiesOf }: Ledger & Pick<LedgerSource, 'policiesOf'>,
): Promise<KeyState> {
    if (asOf !== undefined) {
        await checkBlock(asOf, collection, { reader, ...(known !== undefined && { known }) });
        const found = await past.valueBefore(namespace, key, { block: BigInt(asOf) + 1n, txNumber: 0 });
        if (found === undefined || found.isDelete) return { key: keyOf(key) };
        return {
            key: keyOf(key),
            value: bytesOf(found.value, ['write', found.by.txId, namespace, key]),
            version: placeText(found.at),
            writtenBy: otherOf(found.by, found.at.block, found.at.txNumber),
        };
    }
    const found = await reader.state(namespace, key, collection);
    if (found === undefined) return { key: keyOf(key) };
    const { version, value } = found;
    const by = await past.transactionAt({ block: version.blockNumber, txNumber: Number(version.txNumber) });
    return {
        key: keyOf(key),
        value: bytesOf(value, ['state', namespace, key, ...(collection === undefined ? [] : [collection])]),
        version: versionText(version),
        ...(collection === undefined && (await policyOfKey(namespace, key, policiesOf))),
        ...(by !== undefined && { writtenBy: otherOf(by, version.blockNumber, Number(version.txNumber)) }),
    };
}

/** What a write of a public key would be held against: its own policy, or that of the chaincode. */
async function policyOfKey(
    namespace: string,
    key: string,
    policiesOf: LedgerSource['policiesOf'],
): Promise<Pick<KeyState, 'policy'>> {
    const writes = [{ key, isDelete: false, value: Buffer.alloc(0) }];
    const set = { namespace, reads: [], ranges: [], writes, metadataWrites: [], collections: [] };
    const [held] = (await policiesOf?.({ chaincode: namespace, readWriteSet: [set], endorsedBy: [] })) ?? [];
    if (held === undefined) return {};
    const owner = held.of === 'key' ? "the key's own" : "the chaincode's";
    return { policy: `${owner}: ${held.text ?? 'one that nobody can fulfil'}` };
}

/** A page of the versions of a public key, the newest first, from the one before `before` on. */
export async function historyView(
    query: { namespace: string; key: string; before?: string | undefined; limit: number },
    past: LedgerPast,
): Promise<Page<KeyVersion>> {
    const items: KeyVersion[] = [];
    const end = query.before === undefined ? undefined : placeIn(query.before);
    for await (const { value, isDelete, at, by, time } of past.versions(query.namespace, query.key)) {
        if (end !== undefined && !isBefore(at, end)) continue;
        if (items.length === query.limit) return { items, next: items.at(-1)?.version ?? null };
        items.push({
            version: placeText(at),
            time: time.toISOString(),
            isDelete,
            ...(!isDelete && { value: bytesOf(value, ['write', by.txId, query.namespace, query.key]) }),
            by: otherOf(by, at.block, at.txNumber),
        });
    }
    return { items, next: null };
}

/** @throws Refusal */
function placeIn(version: string): Place {
    const [, block, txNumber] = /^(\d{1,15})\.(\d{1,10})$/.exec(version) ?? [];
    if (block !== undefined) return { block: BigInt(block), txNumber: Number(txNumber) };
    throw badRequest(`${JSON.stringify(version)} is no version`, 'give one as 16.0: a block, and a place in it');
}

export async function privateView(
    { namespace, collection, key }: { namespace: string; collection: string; key: string },
    reader: LedgerReader,
): Promise<PrivateRow[]> {
    const holdings = await reader.holdings(namespace, collection, key);
    return holdings.map(({ mspId, value, hash }): PrivateRow => {
        if (hash === undefined) return { mspId, has: 'nothing' };
        if (value === undefined) return { mspId, has: 'hash', hash: hash.toString('hex') };
        const matches = createHash('sha256').update(value).digest().equals(hash);
        const held = bytesOf(value, ['held', mspId, namespace, collection, key]);
        return { mspId, has: 'value', value: held, hash: hash.toString('hex'), matches };
    });
}
