/** Where a method was called. Its `stack` is made into text only when somebody reads it. */
export interface CallSite {
    readonly stack?: string;
}

/** What an operation does; a session counts the two apart. */
export type CallKind = 'read' | 'write';

/** Frames that are noted, those of the framework included; how many hardly matters for the time that it takes. */
const NOTED_FRAMES = 10;
/** The author's line and what led there. */
const SHOWN_FRAMES = 4;
/** Nothing of the author's is in a frame of Node itself or of an installed package of the framework, by any of its names. */
const NOT_THE_AUTHORS =
    /[( ]node:|[\\/]node_modules[\\/](?:@heddle|fabric-shim|fabric-shim-api|fabric-contract-api|fabric-ledger)[\\/]/;

/** As many as any test run or first day makes. */
const NOTED_AT_FIRST = 1_000;

/**
 * Notes where methods are called, for errors that come when the call is long over: one that was not awaited, one that the
 * peer refused. Noting takes about 2.5 µs, as much as all else that is done for a write, so a session stops after its
 * first thousand reads and writes. From the first write that was not awaited on, it notes all writes; an error of the peer
 * whose place was not noted is worth a thousand more.
 */
export class CallSites {
    readonly #left = { read: NOTED_AT_FIRST, write: NOTED_AT_FIRST };

    /** Notes the frames above `method`, which must be under way; undefined where they are not to be noted. */
    note(kind: CallKind, method: unknown): CallSite | undefined {
        if (this.#left[kind] <= 0) return undefined;
        this.#left[kind]--;
        return siteAbove(method);
    }

    /** A write was called that should not have been: where, is of interest from now on. */
    noteAllWrites(): void {
        this.#left.write = Infinity;
    }

    /** Something failed whose place was not noted: the next time it may be. */
    noteMore(kind: CallKind): void {
        this.#left[kind] = Math.max(this.#left[kind], NOTED_AT_FIRST);
    }
}

/** The frames above `method`, which must be under way. */
export function siteAbove(method: unknown): CallSite {
    const site: CallSite = {};
    const usual = Error.stackTraceLimit;
    Error.stackTraceLimit = NOTED_FRAMES;
    Error.captureStackTrace(site, typeof method === 'function' ? method : undefined);
    Error.stackTraceLimit = usual;
    return site;
}

/** An error whose stack is the place of a call, to be the `cause` of an error about that call. */
export function errorAt(site: CallSite | undefined, name: string): Error {
    if (site === undefined) return new Error(`where ${name} was called was not noted; the next time it will be`);
    const error = new Error(`${name} was called here`);
    showCall(error, site);
    return error;
}

/** Makes the place of a call the stack of an error that came for it later, with nothing but the framework in its own. */
export function showCall(error: Error, site: CallSite): void {
    error.stack = [`${error.name}: ${error.message}`, ...authorsFrames(site.stack ?? '')].join('\n');
}

/** The frames of a stack that are the author's. */
export function authorsFrames(stack: string): string[] {
    const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
    return frames.filter((frame) => !NOT_THE_AUTHORS.test(frame)).slice(0, SHOWN_FRAMES);
}
