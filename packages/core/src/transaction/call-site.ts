/** Where a method was called. Its `stack` is made into text only when somebody reads it. */
export interface CallSite {
    readonly stack?: string;
}

/** The author's line and what led there; how many hardly matters for the time that it takes. */
const FRAMES = 4;

/** As many as any test run or first day makes. */
const NOTED_AT_FIRST = 1_000;

/**
 * Notes where methods are called, for the error about one that was not awaited. Noting takes about 2.5 µs, as much as
 * all else that is done for a write, so a session stops after its first thousand writes; from the first mistake on, it
 * notes all.
 */
export class CallSites {
    #left = NOTED_AT_FIRST;

    /** Notes the frames above `method`, which must be under way; undefined where they are not to be noted. */
    note(method: unknown): CallSite | undefined {
        if (this.#left <= 0) return undefined;
        this.#left--;
        const site: CallSite = {};
        const usual = Error.stackTraceLimit;
        Error.stackTraceLimit = FRAMES;
        Error.captureStackTrace(site, typeof method === 'function' ? method : undefined);
        Error.stackTraceLimit = usual;
        return site;
    }

    /** Something was called that should not have been: where, is of interest from now on. */
    noteAll(): void {
        this.#left = Infinity;
    }
}

/** An error whose stack is the place of a call, to be the `cause` of an error about that call. */
export function errorAt(site: CallSite | undefined, name: string): Error {
    if (site === undefined) return new Error(`where ${name} was called was not noted; the next time it will be`);
    const message = `${name} was called here`;
    const error = new Error(message);
    const frames = site.stack?.split('\n').slice(1) ?? [];
    error.stack = [`Error: ${message}`, ...frames].join('\n');
    return error;
}
