import type { EndorsedTransaction } from '@heddle/local-peer';
import { readableKey } from '@heddle/local-peer/internal';
import { keyPattern } from './key-pattern';
import type { Hazard } from './stub-order';

/** What is counted of a transaction. */
export type Measure =
    'reads' | 'writes' | 'ranges' | 'rows' | 'roundTrips' | 'wroteBytes' | 'eventBytes' | 'resultBytes';

/** In the order of the report. */
export const MEASURES: readonly Measure[] = [
    'reads',
    'writes',
    'ranges',
    'rows',
    'roundTrips',
    'wroteBytes',
    'eventBytes',
    'resultBytes',
];

/** One endorsed call of a transaction, and what it did. */
export interface TransactionSample {
    readonly transaction: string;
    readonly measures: Readonly<Record<Measure, number>>;
    readonly microseconds: number;
    readonly hazards: readonly Hazard[];
    /** Patterns of the keys that it read and wrote, such as `auction(*)`. */
    readonly read: readonly string[];
    readonly wrote: readonly string[];
    /** The author's lines: of each hazard, of `event`, and of each `write of` a pattern. */
    readonly places: readonly SampledLine[];
}

/** What a line of the author's did, such as `event`, and where it is. */
export type SampledLine = readonly [what: string, site: string];

/** What is known of a call besides its read-write set. */
export interface SampledCall {
    readonly transaction: string;
    readonly args: readonly unknown[];
    readonly roundTrips: number;
    readonly microseconds: number;
    readonly hazards: readonly Hazard[];
    /** As those of a sample, by keys as a reader knows them. */
    readonly places: readonly SampledLine[];
}

const WRITE = 'write of ';

export function sampleOf(endorsed: EndorsedTransaction, call: SampledCall): TransactionSample {
    const sets = endorsed.readWriteSet.filter(({ namespace }) => namespace !== '_lifecycle');
    const reads = sets.flatMap((set) => set.reads);
    const ranges = sets.flatMap((set) => set.ranges);
    const writes = [...sets, ...endorsed.privateWrites].flatMap((set) => set.writes);
    const pattern = ({ key }: { readonly key: string }): string => keyPattern(readableKey(key), call.args);
    return {
        transaction: call.transaction,
        measures: {
            reads: reads.length,
            writes: writes.length,
            ranges: ranges.length,
            rows: ranges.reduce((sum, range) => sum + (range.rows ?? range.rawReads?.reads.length ?? 0), 0),
            roundTrips: call.roundTrips,
            wroteBytes: writes.reduce((sum, { key, value }) => sum + Buffer.byteLength(key) + value.length, 0),
            eventBytes: endorsed.event?.payload.length ?? 0,
            resultBytes: endorsed.payload.length,
        },
        microseconds: call.microseconds,
        hazards: call.hazards,
        read: [...new Set(reads.map(pattern))],
        wrote: [...new Set(writes.map(pattern))],
        places: call.places.map(([what, site]) => [
            what.startsWith(WRITE) ? WRITE + keyPattern(what.slice(WRITE.length), call.args) : what,
            site,
        ]),
    };
}
