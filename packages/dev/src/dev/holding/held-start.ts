/** The pipe by which a process that was started ahead is told to go on: one more than those of reports and of traps. */
export const GO_FD = 6;

/** Has a process wait, when it has loaded what it needs anyway; JSON of the files and the package names to load. */
export const HELD_VARIABLE = 'HEDDLE_HELD';

/** What to load ahead. */
export interface LoadedAhead {
    /** Absolute. */
    readonly files: readonly string[];
    /** Packages of the author's own folder, as far as they are there. */
    readonly packages: readonly string[];
}
