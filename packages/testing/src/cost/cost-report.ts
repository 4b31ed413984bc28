import { isConstant } from './key-pattern';
import { type Measure, MEASURES, type TransactionSample } from './transaction-sample';

/** Median and most of a measure. */
export type Spread = readonly [median: number, most: number];

/** What the calls of one transaction cost. */
export interface TransactionCost {
    readonly transaction: string;
    readonly calls: number;
    readonly measures: Readonly<Record<Measure, Spread>>;
    /** The median; it is no part of a snapshot. */
    readonly microseconds: number;
}

/** Two transactions that can meet at a key. */
export interface MeetingPair {
    readonly reader: string;
    readonly writer: string;
    readonly pattern: string;
}

/** Sums samples up, by the names of transactions. */
export function costsOf(samples: readonly TransactionSample[]): TransactionCost[] {
    const names = [...new Set(samples.map(({ transaction }) => transaction))].sort();
    return names.map((transaction) => {
        const calls = samples.filter((sample) => sample.transaction === transaction);
        const measured = MEASURES.map((measure) => [measure, spreadOf(calls.map(({ measures }) => measures[measure]))]);
        return {
            transaction,
            calls: calls.length,
            measures: Object.fromEntries(measured) as Record<Measure, Spread>, // of all measures
            microseconds: spreadOf(calls.map((call) => call.microseconds))[0],
        };
    });
}

function spreadOf(values: readonly number[]): Spread {
    const sorted = values.toSorted((one, other) => one - other);
    return [sorted[Math.floor((sorted.length - 1) / 2)] ?? 0, sorted.at(-1) ?? 0];
}

/** Pairs of transactions of which one reads what the other writes, without running them together. */
export function meetingPairs(samples: readonly TransactionSample[]): MeetingPair[] {
    const writers = samples.flatMap(({ transaction, wrote }) => wrote.map((pattern) => ({ transaction, pattern })));
    const found = samples.flatMap(({ transaction: reader, read }) =>
        writers
            .filter(({ pattern }) => read.includes(pattern))
            .map(({ transaction: writer, pattern }): MeetingPair => ({ reader, writer, pattern })),
    );
    const pairs = new Map(found.map((pair) => [[pair.pattern, pair.reader, pair.writer].join('\n'), pair]));
    return [...pairs.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, pair]) => pair);
}

/** Keys that a transaction both reads and writes in most of its calls, whatever its arguments: one per block succeeds. */
export function hotPatterns(samples: readonly TransactionSample[]): string[] {
    const names = [...new Set(samples.map(({ transaction }) => transaction))];
    const hot = names.flatMap((name) => {
        const calls = samples.filter(({ transaction }) => transaction === name);
        const both = calls.flatMap(({ read, wrote }) => wrote.filter((pattern) => read.includes(pattern)));
        return both.filter(
            (pattern) => isConstant(pattern) && 2 * both.filter((one) => one === pattern).length > calls.length,
        );
    });
    return [...new Set(hot)].sort();
}

const LARGE_BYTES = 100_000;
const MANY_ROWS = 1000;

const HAZARD_TEXTS: Readonly<Record<TransactionSample['hazards'][number], string>> = {
    'read-after-write':
        'reads a key that it has written: getState answers what was there before the transaction; keep the value in a variable, or use ctx.state',
    'range-after-write':
        "reads a range after a write: ranges do not see the transaction's own writes; read first, then write",
    'write-after-query':
        'writes after a rich query, which is not checked again when the block is committed: read the keys that it decides by with getState',
    'write-after-history': 'writes after a history, which is not in the read set: read the key with getState as well',
    'whole-range':
        "reads all keys, ('', ''): it grows with the ledger, and conflicts with each write; read by a partial composite key",
};

/** What a reader of the report should look at, one line each, with the author's line where it is known. */
export function warningsOf(samples: readonly TransactionSample[]): string[] {
    const hot = hotPatterns(samples).map((pattern) => {
        const [site] = samples.flatMap((sample) => siteOf(sample, `write of ${pattern}`));
        const at = site === undefined ? '' : ` (${site})`;
        return `hot key ${pattern}: each call reads and writes it, so that one transaction per block succeeds; ${remedyFor(pattern)}${at}`;
    });
    const ofSamples = samples.flatMap(warningsOfSample);
    return [...hot, ...new Set(ofSamples.toSorted())];
}

function warningsOfSample(sample: TransactionSample): string[] {
    const { transaction, measures, hazards } = sample;
    const at = (what: string): string => siteOf(sample, what).map((site) => ` (${site})`)[0] ?? '';
    return [
        ...hazards.map((hazard) => `${transaction} ${HAZARD_TEXTS[hazard]}${at(hazard)}`),
        ...(measures.eventBytes > LARGE_BYTES
            ? [
                  `${transaction} sets an event of more than 100 kB, which is in each block: put an id there, and have clients read the rest${at('event')}`,
              ]
            : []),
        ...(measures.resultBytes > LARGE_BYTES
            ? [`${transaction} answers more than 100 kB, which is in each block: answer what has changed`]
            : []),
        ...(measures.rows > MANY_ROWS && measures.writes > 0
            ? [
                  `${transaction} writes, and reads a range of more than 1,000 rows, which each change of a row makes invalid`,
              ]
            : []),
    ];
}

function siteOf({ places }: TransactionSample, what: string): string[] {
    return places.flatMap(([known, site]) => (known === what ? [site] : []));
}

/** What to do about a key that all write. */
export function remedyFor(key: string): string {
    return `for a sum declare a counter() of typed state, which adds without reading, else give ${key} a key per transaction or per owner`;
}
