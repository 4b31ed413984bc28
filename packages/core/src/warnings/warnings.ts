import { authorsFrames, type CallSite, siteAbove } from '../call-site';
import type { Logger } from '../logger';
import type { HostObserver } from '../observer';
import type { TransactionName } from '../transaction-name';
import { type WarningCode, WARNINGS } from '../warning-codes';

/** What is warned of, and where it happened. */
export interface WarningNote {
    readonly code: WarningCode;
    /** More than the code says: which key, which option. Part of the line, and never a value of an argument. */
    readonly what?: string | undefined;
    /** Undefined where it is not about a transaction of a contract. */
    readonly name?: TransactionName | undefined;
    readonly channelId?: string | undefined;
    readonly txId?: string | undefined;
    /** Where it was called, if that was noted. */
    readonly site?: CallSite | undefined;
    /** The method that the author called and that is under way: without a site, the place is looked for above it. */
    readonly method?: unknown;
}

/** What a chaincode is warned of, and by whom it is heard. */
export interface WarningsOptions {
    readonly logger: Logger;
    readonly observer?: HostObserver | undefined;
    /** Codes that are counted and not told. */
    readonly silencedWarnings?: readonly WarningCode[] | undefined;
}

/** No list of functions grows without end: names come from contracts, and chaincode without contracts has none. */
const MOST_TOLD = 10_000;

/**
 * Tells what is wrong with a chaincode that works all the same: each function and code once, in one line that has the
 * remedy. All of them are counted. Together the lines are what has to be done before the strict rules can be turned on.
 */
export class Warnings {
    readonly #logger: Logger;
    readonly #observer: HostObserver | undefined;
    readonly #silenced: ReadonlySet<string>;
    /** Whether it was told where. */
    readonly #told = new Map<string, boolean>();

    constructor({ logger, observer, silencedWarnings = [] }: WarningsOptions) {
        this.#logger = logger;
        this.#observer = observer;
        this.#silenced = new Set(silencedWarnings);
    }

    /** Counts a warning, and tells it where nobody has heard of it. */
    note(note: WarningNote): void {
        const { code, name } = note;
        this.#observer?.warningNoted?.({ code, name });
        if (this.#silenced.has(code)) return;
        const key = keyOf(note);
        const hasPlace = note.site !== undefined || note.method !== undefined;
        const isNews = !this.#told.has(key) || (hasPlace && this.#told.get(key) === false);
        if (!isNews || this.#told.size >= MOST_TOLD) return;
        this.#told.set(key, hasPlace);
        this.#tell(note);
    }

    #tell(note: WarningNote): void {
        const { code, what, name, channelId, txId } = note;
        const at = lineOf(note);
        const { text, remedy } = WARNINGS[code];
        const said = what === undefined ? text : `${text} (${what})`;
        this.#logger.warn(
            { code, contract: name?.contract, function: name?.name, at, channelId, txId },
            `${code}${placeOf(name, at)}: ${said}: ${remedy}`,
        );
    }
}

/** Of what a warning is told once: a function, a line where there are no names of functions, or whatever it is about. */
function keyOf(note: WarningNote): string {
    const { code, name, txId, what } = note;
    if (name !== undefined) return `${code} ${name.contract}:${name.name ?? ''}`;
    return `${code} ${(txId === undefined ? what : lineOf(note)) ?? ''}`;
}

function placeOf(name: TransactionName | undefined, at: string | undefined): string {
    const whole = name?.name === undefined ? name?.contract : `${name.contract}:${name.name}`;
    return `${whole === undefined ? '' : ` in ${whole}`}${at === undefined ? '' : ` at ${at}`}`;
}

/** File, line and column of the author's first frame. */
function lineOf({ site, method }: WarningNote): string | undefined {
    const found = site ?? (method === undefined ? undefined : siteAbove(method));
    const [frame] = authorsFrames(found?.stack ?? '');
    return frame && /\(?([^()\s][^()]*:\d+:\d+)\)?$/.exec(frame.replace(/^\s*at (async )?/, ''))?.[1];
}
