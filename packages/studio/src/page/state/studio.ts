import { computed, signal } from '@preact/signals';
import type { ChaincodeState, FeedLine, Network, Page, Summary } from '../../api';
import { KeptRows } from '../../model/kept-rows';
import { Metadata } from '../../model/schema';
import { ask, readFeed, Refused } from './client';
import { record } from './record-source';

const MOST_ROWS = 10_000;
const RATE_POINTS = 60;
const WAITS_MS = [1000, 2000, 5000, 10_000];

export type Connection = 'connecting' | 'live' | 'gone' | 'refused' | 'recorded';

/** What the page knows of the process, and hears from it. */
export const connection = signal<Connection>('connecting');
export const network = signal<Network | undefined>(undefined);
/** Whether the page may call transactions: a record, for one, has nobody to call. */
export const canCall = computed(() => network.value?.can.evaluate ?? false);
export const chaincode = signal<readonly ChaincodeState[]>([]);
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

let run = '';
let last = 0;

/** Follows the process for as long as the page is open; connects again by itself. */
export async function follow(): Promise<void> {
    for (let failures = 0; ; failures++) {
        try {
            await begin();
            failures = 0;
            await readFeed(last, new AbortController().signal, (line) => {
                take(line as FeedLine);
            });
            connection.value = 'gone';
        } catch (error) {
            connection.value = error instanceof Refused && error.status === 401 ? 'refused' : 'gone';
        }
        await new Promise((resolve) => setTimeout(resolve, WAITS_MS[Math.min(failures, WAITS_MS.length - 1)]));
    }
}

async function begin(): Promise<void> {
    network.value = await ask<Network>('network');
    const page = await ask<Page<Summary>>('transactions', { limit: 500 });
    kept.clear();
    put(page.items);
    last = page.items[0]?.seq ?? 0;
    await loadMetadata();
    connection.value = record === undefined ? 'live' : 'recorded';
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

type Takers = { readonly [Kind in FeedLine['kind']]: (line: Extract<FeedLine, { kind: Kind }>) => void };

const TAKERS: Takers = {
    hello: (line) => {
        if (run !== '' && run !== line.run) void begin();
        run = line.run;
    },
    transactions: ({ items }) => {
        put(items);
        last = Math.max(last, ...items.map(({ seq }) => seq));
    },
    commits: commit,
    chaincode: ({ chaincodes }) => {
        chaincode.value = chaincodes;
        if (chaincodes.some(({ state }) => state === 'running')) void loadMetadata();
    },
    gap: () => {
        void begin();
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
    for (const { id, code, txNumber } of items)
        kept.change(id, (row) => ({
            ...row,
            block,
            txNumber,
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
