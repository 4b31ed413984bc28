import { sep } from 'node:path';

/** A call on the stack, where it is in the code that runs. */
export interface Frame {
    readonly file: string;
    readonly line: number;
    readonly column: number;
}

export interface Stack {
    /** The nearest first; without calls that have no file, such as those of Array.map. */
    readonly frames: readonly Frame[];
    /** As the runtime writes it, by its source maps where it has some. */
    text(): string;
}

const MOST_FRAMES = 16;
const OWN_FOLDER = `${__dirname}${sep}`;

/** The calls that have led here from outside of this folder. To be called where no source is trapped. */
export function takeStack(): Stack {
    const { stackTraceLimit, prepareStackTrace } = Error;
    Error.stackTraceLimit = MOST_FRAMES + 8;
    try {
        Error.prepareStackTrace = (_, sites) => sites;
        const raw = (new Error() as unknown as { readonly stack: readonly NodeJS.CallSite[] }).stack; // as prepared
        Error.prepareStackTrace = prepareStackTrace;
        // Another error of the same place: of the first one no text can be had any more.
        const told = new Error();
        return { frames: framesOf(raw), text: () => told.stack ?? '' };
    } finally {
        Error.prepareStackTrace = prepareStackTrace;
        Error.stackTraceLimit = stackTraceLimit;
    }
}

function framesOf(sites: readonly NodeJS.CallSite[]): Frame[] {
    const frames: Frame[] = [];
    for (const site of sites) {
        const file = withoutScheme(site.getFileName());
        if (file === undefined || isOwnFile(file)) continue;
        // By which this folder leaves the transaction's context.
        if (frames.length === 0 && file === 'node:async_hooks') continue;
        frames.push({ file, line: site.getLineNumber() ?? 0, column: site.getColumnNumber() ?? 0 });
        if (frames.length === MOST_FRAMES) break;
    }
    return frames;
}

/** Of this folder, its tests excepted. */
function isOwnFile(file: string): boolean {
    return file.startsWith(OWN_FOLDER) && !file.includes('.test.');
}

/** Modules of ECMAScript have URLs. */
export function withoutScheme(file: string | null | undefined): string | undefined {
    if (file === null || file === undefined || file === '') return undefined;
    return file.startsWith('file://') ? decodeURIComponent(new URL(file).pathname) : file;
}
