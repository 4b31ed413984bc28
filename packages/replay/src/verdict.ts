import type { Difference } from './differences';

/** How a transaction came out when it was run again. */
export type Verdict =
    /** All that was compared is the same. */
    | { readonly kind: 'reproduced' }
    /** Something is not the same; the first difference comes first. */
    | { readonly kind: 'differs'; readonly differences: readonly Difference[] }
    /** It could not be compared, for this reason. */
    | { readonly kind: UncomparedKind; readonly why: string };

/** Why a transaction could not be compared, in the words of the report. */
export type UncomparedKind =
    /** It asked for something that the recorded run did not ask for. */
    | 'not recorded'
    /** It used a value that was left out of the record on purpose. */
    | 'redacted'
    /** The recorded run was answered by the timer, and not by the contract. */
    | 'timed out'
    /** A part of the record is missing. */
    | 'incomplete'
    /** The peer asked for the same transaction again before it was answered. */
    | 'given up'
    /** The stream ended before it was answered. */
    | 'cut'
    /** It used something that no block has. */
    | 'unknowable'
    /** The state that it saw cannot be made from the blocks that there are. */
    | 'unreconstructable';

/** All kinds of verdict, in the order of a report. */
export const VERDICT_KINDS: readonly Verdict['kind'][] = [
    'reproduced',
    'differs',
    'not recorded',
    'redacted',
    'timed out',
    'incomplete',
    'given up',
    'cut',
    'unknowable',
    'unreconstructable',
];

/** A transaction that was run again. */
export interface ReplayedTransaction {
    readonly txId: string;
    /** The function that was called, as the client named it; empty where it named none. */
    readonly functionName: string;
    /** The client's time. */
    readonly time: Date | undefined;
    /** What else tells it from others, for a reader: `session 3`, `asset_1.0`, `client x509::/CN=User1…`. */
    readonly about: readonly string[];
    readonly verdict: Verdict;
    /** The folder of the code that ran it; undefined where it was given without one. */
    readonly folder?: string | undefined;
}
