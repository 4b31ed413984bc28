import { compareOutcomes, differencesOf } from '@heddle/local-peer/internal';

// The words of the test kit and of the embedded peer's own comparison of endorsers: one difference is called the same
// wherever it shows.
export { compareOutcomes, differencesOf };

/** Something that the recorded run and the one of now did not do alike. */
export interface Difference {
    /** For instance `write of a1, createdAt`. */
    readonly what: string;
    /** As it was recorded. */
    readonly first: string;
    /** As it came out now. */
    readonly second: string;
    /** Which operation of the run of now it is, from 1; undefined where it is none, or not known. */
    readonly operation?: number | undefined;
}

/** All of a transaction that counts, by what it is: `status`, `write of a1`. */
export type Outcome = ReadonlyMap<string, Buffer>;
