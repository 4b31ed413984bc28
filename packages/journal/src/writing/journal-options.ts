/** What is left out of a journal unless it is asked for. */
export type PrivatePart = 'transient' | 'private';

/** Which transactions are kept: all; those whose status is 500 or more, or that were never answered; or a part of all, 0 to 1. */
export type KeptTransactions = 'all' | 'failed' | number;

export interface JournalOptions {
    /** Where the segments are. It is made where it is not there. */
    readonly folder: string;
    /** How much the folder may hold: the oldest segments go then. Default 1 GiB. */
    readonly maxBytes?: number | undefined;
    /** How old a segment may become, in milliseconds. Default 7 days. */
    readonly maxAgeMs?: number | undefined;
    /** How often what is written is forced to the disk, in milliseconds. Default 0: when the system does. */
    readonly syncMs?: number | undefined;
    /** Default: all. */
    readonly keep?: KeptTransactions | undefined;
    /** What is written in full. Default: nothing private. */
    readonly include?: readonly PrivatePart[] | undefined;
    /** The version of Heddle, for the segments. */
    readonly heddle: string;
    /** Is told, once for each trouble, of what the journal has lost or cannot do. */
    readonly warn: (text: string) => void;
}

/** JournalOptions, complete. */
export type ResolvedJournalOptions = {
    readonly [Name in keyof JournalOptions]-?: Exclude<JournalOptions[Name], undefined>;
} & { readonly segmentBytes: number };

const GIBIBYTE = 1024 * 1024 * 1024;
const DAY_MS = 24 * 60 * 60 * 1_000;
const LARGEST_SEGMENT = 64 * 1024 * 1024;

export function resolveJournalOptions(options: JournalOptions): ResolvedJournalOptions {
    const { maxBytes = GIBIBYTE, maxAgeMs = 7 * DAY_MS, syncMs = 0, keep = 'all', include = [], ...rest } = options;
    // A small journal has several segments, too: the oldest can only go whole.
    const segmentBytes = Math.min(LARGEST_SEGMENT, Math.max(Math.floor(maxBytes / 8), 1));
    return { ...rest, maxBytes, maxAgeMs, syncMs, keep, include, segmentBytes };
}
