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
    return noteStack()();
}

/** As takeStack, but nothing is worked out before it is asked for: to note the calls costs little. */
export function noteStack(): () => Stack {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = MOST_FRAMES + 8;
    // Of an error whose calls were looked at one by one, no text can be had any more.
    const [looked, told] = [new Error(), new Error()];
    Error.stackTraceLimit = stackTraceLimit;
    return () => ({ frames: framesOf(callsOf(looked)), text: () => told.stack ?? '' });
}

function callsOf(error: Error): readonly NodeJS.CallSite[] {
    const preparation: unknown = Reflect.get(Error, 'prepareStackTrace');
    try {
        Error.prepareStackTrace = (_, sites) => sites;
        return (error as unknown as { readonly stack: readonly NodeJS.CallSite[] }).stack; // as prepared
    } finally {
        Reflect.set(Error, 'prepareStackTrace', preparation);
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
