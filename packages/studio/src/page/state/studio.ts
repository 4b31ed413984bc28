import { computed, signal } from '@preact/signals';
import type { ChaincodeState, RunMark } from '../../api/chaincode';
import type { FeedLine } from '../../api/feed';
import type { BlockRow } from '../../api/ledger';
import type { Network } from '../../api/network';
import type { Summary } from '../../api/transaction';
import type { Page } from '../../api/value';
import { KeptRows } from '../../model/kept-rows';
import { eraOf } from '../../model/ledger-version';
import { Metadata } from '../../model/schema';
import { ask, readFeed, Refused } from './client';
import { record } from './record-source';
import { untilHidden, whenPageIs } from './visibility';

const MOST_ROWS = 10_000;
/** As many as the process gives at once. */
const ROWS_A_PAGE = 500;
/** That one gap is filled by. */
const MOST_PAGES = 4;
/** More are looked up by their transactions. */
const MOST_BLOCKS = 200;
/** Blocks may be large. */
const BLOCKS_A_PAGE = 10;
const RATE_POINTS = 60;
const WAITS_MS = [1000, 2000, 5000, 10_000];

/** `crowded` where too many other pages are followed, so that this one asks now and then. */
export type Connection = 'connecting' | 'live' | 'crowded' | 'gone' | 'refused' | 'recorded';

/** What the page knows of the process, and hears from it. */
export const connection = signal<Connection>('connecting');
export const network = signal<Network | undefined>(undefined);
/** Whether the page may call transactions: a record, for one, has nobody to call. */
export const canCall = computed(() => network.value?.can.submit ?? false);
export const chaincode = signal<readonly ChaincodeState[]>([]);
/** When other code came to run. */
export const marks = signal<readonly RunMark[]>([]);
export const metadata = signal<ReadonlyMap<string, Metadata>>(new Map());
export const rates = signal<readonly number[]>(Array.from({ length: RATE_POINTS }, () => 0));
export const isPaused = signal(false);

const kept = new KeptRows<Summary>(MOST_ROWS);
/** All rows; the screen shows those of `shown`. */
export const rows = signal<readonly Summary[]>([]);
const frozen = signal<readonly Summary[] | undefined>(undefined);
export const shown = computed(() => frozen.value ?? rows.value);
export const waiting = computed(() => {
    const newest = frozen.value?.[0]?.seq ?? 0;
    return frozen.value === undefined ? 0 : rows.value.filter(({ seq }) => seq > newest).length;
});

export function pause(isOn: boolean): void {
    isPaused.value = isOn;
    frozen.value = isOn ? rows.value : undefined;
}

/** Of a paused list, what is no more is not shown any longer either. */
function thaw(): void {
    const newest = frozen.value?.[0]?.seq ?? 0;
    if (frozen.value !== undefined) frozen.value = rows.value.filter(({ seq }) => seq <= newest);
}

let run = '';
let last = 0;

/**
 * Follows the process for as long as somebody sees the page; connects again by itself. Browsers open six connections to a
 * server for all of their tabs, and each page that follows holds one: a hidden page holds none, and asks for what it has
 * missed when it is seen again.
 */
export async function follow(): Promise<void> {
    let hidden = untilHidden();
    for (let failures = 0; ; failures++) {
        await whenPageIs('visible');
        if (hidden.aborted) hidden = untilHidden();
        const ended = await followUntil(hidden, () => {
            failures = 0;
        });
        if (hidden.aborted) continue;
        connection.value = ended;
        await new Promise((resolve) => setTimeout(resolve, WAITS_MS[Math.min(failures, WAITS_MS.length - 1)]));
    }
}

/** @returns what the connection is by then */
async function followUntil(hidden: AbortSignal, hear: () => void): Promise<Connection> {
    try {
        await begin();
        await readFeed(last, hidden, (line) => {
            hear();
            take(line as FeedLine);
        });
        return 'gone';
    } catch (error) {
        return stateAfter(error);
    }
}

const STATES: ReadonlyMap<number, Connection> = new Map([
    [401, 'refused'],
    [503, 'crowded'],
]);

function stateAfter(error: unknown): Connection {
    return (error instanceof Refused ? STATES.get(error.status) : undefined) ?? 'gone';
}

/** Asks anew what the network is: a user has come, for one. */
export async function loadNetwork(): Promise<Network> {
    const known = await ask<Network>('network');
    network.value = known;
    return known;
}

/** Takes up what there is; where it is the run that was followed before, only what has come since is missing. */
async function begin(): Promise<void> {
    const before = network.value;
    // At first there is no run to go on with, so that nothing has to be known before the list is asked for.
    const [known, newest] = await Promise.all([loadNetwork(), run === '' ? askNewest() : undefined]);
    const isSame = known.run === run && eraOf(known) === eraOf(before);
    run = known.run;
    if (isSame) {
        // Rows come with the feed, which a page of a crowd does not get.
        if (connection.value === 'crowded') put((await askNewest()).items);
        await fillBlocks(before?.height ?? 0, known.height - 1);
    } else {
        forgetRows();
        await beginAnew(known, newest);
    }
    if (record !== undefined) connection.value = 'recorded';
}

function askNewest(): Promise<Page<Summary>> {
    return ask('transactions', { limit: ROWS_A_PAGE });
}

/** Before anything of another run is asked for: what its feed tells meanwhile is to stay. */
function forgetRows(): void {
    kept.clear();
    last = 0;
}

async function beginAnew({ mode }: Network, newest?: Page<Summary>): Promise<void> {
    const page = newest ?? (await askNewest());
    isWhole.value = page.next === null;
    put(page.items);
    thaw();
    last = Math.max(last, page.items[0]?.seq ?? 0);
    // Of a real network it is asked for when somebody opens Contracts: it runs the chaincode's code.
    if (mode === 'dev') await loadMetadata();
}

/** After a revert the process has let go of what was undone, up to a row; what has come meanwhile stays. */
async function beginAfterRevert(seq: number): Promise<void> {
    const { height } = await loadNetwork();
    const { items, next } = await askNewest();
    kept.dropUpTo(seq);
    isWhole.value = next === null;
    put(items);
    thaw();
    // The list may be older than what the feed has told since.
    await fillBlocks(height, (network.value?.height ?? 0) - 1);
}

/** Takes the ledger as it is after a revert at once, so that nothing is shown of what was undone. */
function goBack(seq: number, to: Pick<Network, 'height' | 'reverts'>): void {
    if (network.value !== undefined) network.value = { ...network.value, ...to };
    queue(() => beginAfterRevert(seq));
}

/** Whether the process has no older rows than those that are here, or there is no room for them. */
export const isWhole = signal(false);
let isLoading = false;

/** Loads the rows before the oldest one that is here; does nothing while it does, or where there are none. */
export function loadOlder(): void {
    const before = kept.rows.at(-1)?.seq;
    if (isWhole.value || isLoading || before === undefined) return;
    isLoading = true;
    ask<Page<Summary>>('transactions', { before, limit: ROWS_A_PAGE })
        .then(({ items, next }) => {
            put(items);
            isWhole.value = next === null || kept.rows.length >= MOST_ROWS;
        })
        // Whoever is gone is connected to again.
        .catch(() => undefined)
        .finally(() => {
            isLoading = false;
        });
}

/** One after the other, so that an answer never overwrites a later one. */
let filling: Promise<void> = Promise.resolve();

function queue(load: () => Promise<void>): void {
    // Whoever is gone is connected to again, which loads what is missing.
    filling = filling.then(load).catch(() => undefined);
}

/** Loads what the feed has left out, and nothing that is here. */
function fill({ from, to, blocks }: Extract<FeedLine, { kind: 'gap' }>): void {
    queue(async () => {
        await fillRows(from, to);
        if (blocks !== undefined) await fillBlocks(blocks.from, blocks.to);
    });
}

/** Blocks that came after the rows were asked for, and before the feed began to tell of them. */
function fillSince(height: number): void {
    queue(async () => {
        const known = await ask<Network>('network');
        await fillBlocks(height, known.height - 1);
    });
}

/** The newest ones of a gap; where that was larger, the older rows go, so that the list has no hole. */
async function fillRows(from: number, to: number): Promise<void> {
    let before = to + 1;
    for (let pages = 0; before > from && pages < MOST_PAGES; pages++) {
        const { items, next } = await ask<Page<Summary>>('transactions', { before, limit: ROWS_A_PAGE });
        put(items.filter(({ seq }) => seq >= from));
        before = next === null ? 0 : (items.at(-1)?.seq ?? 0);
    }
    if (before > from) kept.dropBefore(before);
    last = Math.max(last, to);
}

/** What became of transactions in these blocks. */
async function fillBlocks(from: number, to: number): Promise<void> {
    const [newest] = rows.value;
    if (to - from > MOST_BLOCKS && newest !== undefined) {
        await fillRows(Math.max(1, newest.seq - MOST_PAGES * ROWS_A_PAGE), newest.seq);
        return;
    }
    for (let before = to + 1; before > from; before -= BLOCKS_A_PAGE) {
        const { items } = await ask<Page<BlockRow>>('blocks', { before, limit: BLOCKS_A_PAGE });
        for (const { number: block, transactions } of items)
            commitIn(
                block,
                transactions.map(({ id, code }, txNumber) => ({ id, code, txNumber, ms: 0 })),
            );
    }
}

/** Asks for what the chaincodes say of themselves. */
export async function loadMetadata(): Promise<void> {
    const found = new Map<string, Metadata>();
    for (const { name } of network.value?.chaincodes ?? []) {
        const { document } = await ask<{ readonly document: unknown }>('contracts', { chaincode: name });
        found.set(name, new Metadata(document));
    }
    metadata.value = found;
}

/** What a chaincode has just said of itself. */
export function learnMetadata(chaincode: string, document: unknown): void {
    metadata.value = new Map([...metadata.value, [chaincode, new Metadata(document)]]);
}

type Takers = { readonly [Kind in FeedLine['kind']]: (line: Extract<FeedLine, { kind: Kind }>) => void };

const TAKERS: Takers = {
    hello: (line) => {
        if (record === undefined) connection.value = 'live';
        const isOther = run !== line.run;
        run = line.run;
        if (isOther) {
            forgetRows();
            queue(async () => {
                await beginAnew(await loadNetwork());
            });
        }
        // Since the network was asked for.
        else if (network.value !== undefined && eraOf(network.value) !== eraOf(line))
            goBack(line.seq, { height: network.value.height, reverts: line.reverts });
        else fillSince(network.value?.height ?? 0);
    },
    reverted: ({ height, reverts, seq }) => {
        goBack(seq, { height, reverts });
    },
    transactions: ({ items }) => {
        put(items);
        last = Math.max(last, ...items.map(({ seq }) => seq));
    },
    commits: commit,
    chaincode: ({ chaincodes, marks: told }) => {
        chaincode.value = chaincodes;
        marks.value = told;
        if (chaincodes.some(({ state }) => state === 'running')) void loadMetadata();
    },
    gap: fill,
    coverage: ({ coverage }) => {
        if (network.value === undefined) return;
        network.value = { ...network.value, height: coverage.height, coverage };
    },
    rate: ({ perSecond }) => {
        rates.value = [...rates.value.slice(1), perSecond];
    },
    ping: () => undefined,
};

function take(line: FeedLine): void {
    (TAKERS[line.kind] as (line: FeedLine) => void)(line);
}

function commit({ block, items }: Extract<FeedLine, { kind: 'commits' }>): void {
    commitIn(block, items);
}

function commitIn(block: number, items: Extract<FeedLine, { kind: 'commits' }>['items']): void {
    for (const { id, code, txNumber, ms } of items)
        kept.change(id, (row) => ({
            ...row,
            // What was only tried is submitted by now.
            kind: 'submit',
            block,
            txNumber,
            ...(row.ms !== undefined && { ms: Math.round((row.ms + ms) * 10) / 10 }),
            outcome: { kind: code === 'VALID' ? 'valid' : 'invalid', text: code },
        }));
    rows.value = [...kept.rows];
    if (network.value !== undefined)
        network.value = { ...network.value, height: Math.max(network.value.height, block + 1) };
}

function put(items: readonly Summary[]): void {
    kept.put(items);
    rows.value = [...kept.rows];
}

/** The newest seen row with this id. */
export function rowOf(id: string): Summary | undefined {
    return kept.find(id);
}
