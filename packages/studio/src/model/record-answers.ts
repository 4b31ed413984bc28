import type { KeyState, KeyVersion, PrivateRow, StateRow } from '../api/ledger';
import type { Found } from '../api/network';
import type { RecordedKey, StudioRecord } from '../api/record';
import type { Transaction } from '../api/transaction';
import type { Page } from '../api/value';

/** What is asked of a process, and of a record in its place. */
export type Query = Readonly<Record<string, string | number | undefined>>;

const PREVIEW = 120;
const MOST_FOUND = 8;

type Answerer = (record: StudioRecord, query: Query, part: string) => unknown;

/** By what stands before the last part of the path, as the process has its routes. */
const ANSWERERS: readonly (readonly [path: RegExp, answer: Answerer])[] = [
    [/^network$/, ({ network }) => network],
    [/^transactions$/, ({ transactions }) => pageOf(transactions)],
    [/^transactions\/([^/]+)$/, (record, _query, id) => transactionOf(record, id)],
    [/^transactions\/([^/]+)\/why$/, ({ reasons }, _query, id) => reasons.find((one) => one.id === id)?.why],
    [
        /^contracts$/,
        ({ contracts }, { chaincode }) => contracts.find((one) => one.chaincode === chaincode) ?? { document: null },
    ],
    [/^state$/, stateOf],
    [/^state\/key$/, keyOf],
    [/^history$/, historyOf],
    [/^private$/, (record, query): readonly PrivateRow[] => keyIn(record, query)?.holdings ?? []],
    [/^blocks$/, ({ blocks }) => pageOf(blocks)],
    [/^blocks\/(\d+)$/, ({ blocks }, _query, number) => blocks.find((one) => String(one.number) === number)],
    [/^events$/, ({ events }) => pageOf(events)],
    [/^identities$/, ({ identities }) => identities],
    [/^chaincode\/log$/, () => []],
    [/^held$/, () => []],
    [/^find$/, (record, { q }) => found(record, String(q ?? ''))],
];

/** Answers from a record what the process would have answered; undefined for what the record has not. */
export function answerFrom(record: StudioRecord, path: string, query: Query): unknown {
    for (const [pattern, answer] of ANSWERERS) {
        const match = pattern.exec(path);
        if (match !== null) return answer(record, query, decodeURIComponent(match[1] ?? ''));
    }
    return undefined;
}

function pageOf<Item>(items: readonly Item[]): Page<Item> {
    return { items, next: null };
}

function transactionOf({ transactions }: StudioRecord, id: string): Transaction | undefined {
    return transactions.find((one) => one.id === id);
}

function keysIn({ places }: StudioRecord, { namespace, collection }: Query): readonly RecordedKey[] {
    return places.find((one) => one.namespace === namespace && one.collection === collection)?.keys ?? [];
}

function keyIn(record: StudioRecord, query: Query): RecordedKey | undefined {
    return keysIn(record, query).find(({ key }) => key.text === query['key']);
}

/** The value that a key had after a block; undefined where it was not there. */
function versionAsOf({ history }: RecordedKey, block: number): KeyVersion | undefined {
    const version = history.find((one) => Number(one.version.split('.')[0]) <= block);
    return version?.isDelete === true ? undefined : version;
}

function asItWas(key: RecordedKey, { asOf }: Query): KeyState {
    if (asOf === undefined || asOf === '') {
        const { history: _, holdings: __, ...state } = key;
        return state;
    }
    const version = versionAsOf(key, Number(asOf));
    if (version === undefined) return { key: key.key };
    const { value, by } = version;
    return {
        key: key.key,
        version: version.version,
        ...(value !== undefined && { value }),
        ...(by !== undefined && { writtenBy: by }),
    };
}

function stateOf(record: StudioRecord, query: Query): Page<StateRow> {
    const prefix = String(query['prefix'] ?? '');
    const rows = keysIn(record, query)
        .filter(({ key }) => key.text.startsWith(prefix))
        .map((key) => asItWas(key, query))
        .filter(({ value }) => value !== undefined)
        .map(({ key, version = '', value }) => ({
            key,
            version,
            size: value?.size ?? 0,
            preview: (value?.text ?? '').slice(0, PREVIEW),
        }));
    return pageOf(rows);
}

function keyOf(record: StudioRecord, query: Query): KeyState {
    const key = keyIn(record, query);
    return key === undefined ? { key: { text: String(query['key'] ?? '') } } : asItWas(key, query);
}

function historyOf(record: StudioRecord, query: Query): Page<KeyVersion> {
    return pageOf(keyIn(record, query)?.history ?? []);
}

function found({ transactions, places, blocks }: StudioRecord, words: string): Found[] {
    const ofTransactions = transactions
        .filter(({ id }) => words.length >= 4 && id.startsWith(words))
        .map(({ id, call }): Found => {
            const text = `${call.name}(${call.args})`;
            return { kind: 'transaction', text, about: id.slice(0, 8), href: `/transactions/${id}` };
        });
    const ofBlocks = blocks
        .filter(({ number }) => String(number) === words)
        .map((): Found => ({ kind: 'block', text: `Block ${words}`, about: 'block', href: `/blocks/${words}` }));
    const ofKeys = places.flatMap(({ namespace, collection, keys }) =>
        keys
            .filter(({ key }) => key.text.startsWith(words))
            .map(({ key: { text, parts } }): Found => {
                const place = [namespace, ...(collection === undefined ? [] : [collection])].map(encodeURIComponent);
                const href = `/ledger/${place.join('/')}?key=${encodeURIComponent(text)}`;
                return { kind: 'key', text: parts?.join(' / ') ?? text, about: 'key', href };
            }),
    );
    return [ofTransactions, ofBlocks, ofKeys].flatMap((some) => some.slice(0, MOST_FOUND));
}
