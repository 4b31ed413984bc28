import { resolve } from 'node:path';
import { checkNumber } from '../format/check-number';
import { JournalError } from '../format/journal-error';

/** What is left out of a journal unless it is asked for. */
export type PrivatePart = 'transient' | 'private';

/** Which transactions are kept: all; those whose status is 500 or more, or that were never answered; or a part of all, 0 to 1. */
export type KeptTransactions = 'all' | 'failed' | number;

export interface JournalOptions {
    /** Where the segments are. It is made where it is not there, again too where somebody has deleted it. */
    readonly folder: string;
    /** How much the folder may hold, 64 KiB or more: the oldest segments go then. Infinity for no bound. Default 1 GiB. */
    readonly maxBytes?: number | undefined;
    /**
     * How long records are kept, in milliseconds, 1,000 or more; Infinity for ever. Segments go whole, so some go later: by a
     * quarter of that time at most, and by an hour and a quarter at most. Default 7 days.
     */
    readonly maxAgeMs?: number | undefined;
    /** How often what is written is forced to the disk, in milliseconds, at most an hour. Default 0: when the system does. */
    readonly syncMs?: number | undefined;
    /** Default: all. */
    readonly keep?: KeptTransactions | undefined;
    /** What is written in full. Default: nothing private. */
    readonly include?: readonly PrivatePart[] | undefined;
    /** The version of Heddle, for the segments. */
    readonly heddle: string;
    /**
     * Is told what the journal has lost or cannot do: at once, and once a minute as long as it goes on. What it throws stops
     * nothing; the text goes to standard error then.
     */
    readonly warn: (text: string) => void;
}

/** JournalOptions, checked and complete. */
export type ResolvedJournalOptions = {
    readonly [Name in keyof JournalOptions]-?: Exclude<JournalOptions[Name], undefined>;
} & {
    /** How large a segment becomes, and how old. */
    readonly segmentBytes: number;
    readonly segmentMs: number;
};

const GIBIBYTE = 1024 * 1024 * 1024;
const LEAST_BYTES = 64 * 1024;
const LARGEST_SEGMENT = 64 * 1024 * 1024;
const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;
const LEAST_AGE_MS = 1_000;
/** The oldest can only go whole, so there are several in a small journal too, and in one that is kept for a short time. */
const PARTS = 8;
const PRIVATE_PARTS: readonly unknown[] = ['transient', 'private'] satisfies PrivatePart[];

/** @throws JournalError that names the option and the remedy */
export function resolveJournalOptions(options: JournalOptions): ResolvedJournalOptions {
    const { maxBytes = GIBIBYTE, maxAgeMs = 7 * DAY_MS, syncMs = 0, keep = 'all', include = [], ...rest } = options;
    checkNumber({ maxBytes }, LEAST_BYTES, Infinity);
    checkNumber({ maxAgeMs }, LEAST_AGE_MS, Infinity);
    checkNumber({ syncMs }, 0, HOUR_MS);
    if (keep !== 'all' && keep !== 'failed') checkNumber({ keep }, 0, 1, "'all', 'failed', or ");
    const unknown = include.find((part) => !PRIVATE_PARTS.includes(part));
    if (unknown !== undefined)
        throw new JournalError(`include has ${JSON.stringify(unknown)}: the parts are transient, private`);
    return {
        ...rest,
        // The working folder may be another one later, or gone.
        folder: resolve(rest.folder),
        maxBytes,
        maxAgeMs,
        syncMs,
        keep,
        include,
        segmentBytes: Math.min(LARGEST_SEGMENT, Math.floor(maxBytes / PARTS)),
        segmentMs: Math.min(HOUR_MS, maxAgeMs / PARTS),
    };
}
