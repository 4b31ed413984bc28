import { X509Certificate } from 'node:crypto';
import type { LedgerReader } from '@heddle/local-peer';
import {
    Metadata,
    type RecordedBlock,
    type RecordedKey,
    type RecordedPlace,
    type StudioRecord,
    type Transaction,
} from '@heddle/studio';
import type { Recorder } from '../record/recorder';
import { blocksView, blockView, certificateView, eventsView } from '../view/block-view';
import { fitting } from '../view/fitting';
import { LedgerPast } from '../view/ledger-past';
import type { LedgerSource } from '../view/ledger-source';
import { recordedFromBlock } from '../view/recorded-from-block';
import { rowsOf } from '../view/rows-of';
import { historyView, keyView, privateView } from '../view/state-view';
import { isBad, type Recorded, whoOf } from '../view/summary';
import { transactionView } from '../view/transaction-view';
import { whyOf } from '../view/why';

const MIB = 1024 * 1024;
/** So that a page stays below some 12 MiB, whatever its test has done. */
const ROOM = { transactions: 5 * MIB, keys: 4 * MIB, blocks: MIB };
const MOST_TRANSACTIONS = 1000;
const MOST_KEYS = 1000;
const MOST_VERSIONS = 50;
const MOST_ROWS = 500;

/** What ended cannot be called. */
const NOTHING: StudioRecord['network']['can'] = {
    submit: false,
    evaluate: false,
    try: false,
    hold: false,
    users: false,
    build: false,
    transientValues: false,
};

/** A network as a record is made of it. */
export interface RecordedNetwork {
    readonly channel: string;
    readonly reader: LedgerReader;
    readonly recorder: Recorder;
    readonly organizations: readonly string[];
    readonly users: readonly { readonly mspId: string; readonly certificate: string }[];
    readonly contracts: StudioRecord['contracts'];
}

/** Reads what the page shows of a network: all of it, as far as there is room. */
export async function readRecord(network: RecordedNetwork): Promise<Omit<StudioRecord, 'test'>> {
    const { reader, recorder, contracts } = network;
    const source = sourceOf(network);
    const all = [...recorder.newest(), ...(await unseen(network))];
    const transactions = await fitting(all.slice(0, MOST_TRANSACTIONS), ROOM.transactions, (one) =>
        transactionView(one, source),
    );
    const failed = all.slice(0, transactions.rows.length).filter((_, at) => isBad(transactions.rows[at]?.outcome));
    const places = await placesOf(network, source, transactions.rows);
    const { items } = await blocksView(reader, undefined, MOST_ROWS);
    const blocks = await fitting(items, ROOM.blocks, ({ number }): Promise<RecordedBlock> => blockView(reader, number));
    return {
        network: await describe(network),
        chaincodes: recorder.chaincodes,
        contracts,
        transactions: transactions.rows,
        reasons: await Promise.all(
            failed.map(async (one) => ({ id: one.proposal.txId, why: await whyOf(one, source) })),
        ),
        places: places.map(({ place }) => place),
        blocks: blocks.rows,
        events: (await eventsView(source, MOST_ROWS)).items,
        identities: identitiesOf(network),
        leftOut: [
            ...told(all.length - transactions.rows.length, 'older transactions'),
            ...told(
                places.reduce((sum, { left }) => sum + left, 0),
                'keys',
            ),
            ...told(Number(await reader.height()) - blocks.rows.length, 'older blocks'),
        ],
    };
}

function told(count: number, what: string): string[] {
    return count > 0 ? [`${count} ${what} had no room in this file.`] : [];
}

/** With the names of parameters that the metadata has. */
function sourceOf({ reader, contracts }: RecordedNetwork): LedgerSource {
    const known = new Map(contracts.map(({ chaincode, document }) => [chaincode, new Metadata(document)]));
    return {
        reader,
        past: new LedgerPast(reader),
        parametersOf: (chaincode, name) =>
            known
                .get(chaincode)
                ?.find(name)
                ?.transaction.parameters.map((parameter) => parameter.name) ?? [],
    };
}

/** Transactions that nobody has seen running, such as those of a seed: they are in blocks. The newest first. */
async function unseen({ reader, recorder }: RecordedNetwork): Promise<Recorded[]> {
    const found: Recorded[] = [];
    for (let number = (await reader.height()) - 1n; number >= 0n && found.length < MOST_ROWS; number--) {
        const { transactions = [] } = (await reader.block(number)) ?? {};
        const some = transactions.map((one, txNumber) =>
            recordedFromBlock(one, { block: number, txNumber }, transactions.length),
        );
        found.push(
            ...some.filter(({ proposal: { txId } }) => txId !== '' && recorder.find(txId) === undefined).reverse(),
        );
    }
    // Below those that were seen, whose numbers begin at 1.
    return found.map((one, index) => ({ ...one, seq: -index }));
}

async function describe(network: RecordedNetwork): Promise<StudioRecord['network']> {
    const { channel, reader, organizations, contracts } = network;
    const named = identitiesOf(network);
    return {
        api: 1,
        mode: 'dev',
        run: 'record',
        channel,
        height: Number(await reader.height()),
        organizations: organizations.map((mspId) => ({
            mspId,
            users: named.filter((one) => one.mspId === mspId).map(({ user }) => user),
        })),
        chaincodes: contracts.map(({ chaincode: name }) => ({ name, collections: reader.collectionsOf(name) })),
        queries: 'leveldb',
        can: NOTHING,
    };
}

/** Those who can call, by their certificates. */
function identitiesOf({ users }: RecordedNetwork): StudioRecord['identities'] {
    return users.map(({ mspId, certificate }) => {
        const parsed = new X509Certificate(certificate);
        const name = /^CN=(.*)$/m.exec(parsed.subject)?.[1] ?? '';
        return certificateView(whoOf({ mspId, name }), parsed);
    });
}

interface FittingPlace {
    readonly place: RecordedPlace;
    readonly left: number;
}

/** The keys of all chaincodes and collections, each with what it was. */
async function placesOf(
    { reader, contracts }: RecordedNetwork,
    source: LedgerSource,
    transactions: readonly Transaction[],
): Promise<FittingPlace[]> {
    const places = contracts.flatMap(({ chaincode: namespace }) => [
        { namespace },
        ...reader.collectionsOf(namespace).map((collection) => ({ namespace, collection })),
    ]);
    const found: FittingPlace[] = [];
    for (const place of places) {
        const keys = await keysOf(place, reader, transactions);
        const { rows, left } = await fitting(keys.slice(0, MOST_KEYS), ROOM.keys / places.length, (key) =>
            keyOf({ ...place, key }, source),
        );
        found.push({ place: { ...place, keys: rows }, left: left + Math.max(0, keys.length - MOST_KEYS) });
    }
    return found;
}

interface Place {
    readonly namespace: string;
    readonly collection?: string;
}

/** In the order of the ledger: those that are there, and those that were. */
async function keysOf(place: Place, reader: LedgerReader, transactions: readonly Transaction[]): Promise<string[]> {
    const keys = new Set(
        transactions
            .flatMap(({ changes }) => changes)
            .filter(({ namespace, collection }) => namespace === place.namespace && collection === place.collection)
            .flatMap(({ key }) => (key === undefined ? [] : [key.text])),
    );
    for await (const { key } of rowsOf(reader.scan({ ...place, startKey: '', endKey: '' }))) {
        keys.add(key);
        if (keys.size > 2 * MOST_KEYS) break;
    }
    return [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

async function keyOf(
    { namespace, collection, key }: Place & { readonly key: string },
    source: LedgerSource,
): Promise<RecordedKey> {
    const { reader, past } = source;
    const state = await keyView({ namespace, collection, key, asOf: undefined }, source);
    if (collection !== undefined)
        return { ...state, history: [], holdings: await privateView({ namespace, collection, key }, reader) };
    return { ...state, history: (await historyView({ namespace, key, limit: MOST_VERSIONS }, past)).items };
}
