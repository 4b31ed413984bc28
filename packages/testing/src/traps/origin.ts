import { type Owner, ownerOf } from './frame-owner';
import { sourcePlace } from './source-place';
import { type Frame, noteStack, type Stack, takeStack } from './stack';

/** An author's line that has made a call. */
export interface Site {
    /** Such as `src/ids.ts:8:74`. */
    readonly site: string;
    /** The line of the transaction itself that has led there; undefined where it is the same. */
    readonly calledFrom: string | undefined;
}

/** A place that is worked out when it is asked for, where no source is trapped. */
export type NotedSite = () => Site | undefined;

/** For a message: `src/ids.ts:8:74, called from src/lottery.ts:15:40`. */
export function describeSite({ site, calledFrom }: Site): string {
    return calledFrom === undefined ? site : `${site}, called from ${calledFrom}`;
}

/** Who has made a call that a transaction should not make. */
export interface Origin {
    /** Of an author's own line; undefined where only a package's code was on the stack. */
    readonly site: string | undefined;
    /** The line of the transaction itself that has led there; undefined where it is the same. */
    readonly calledFrom: string | undefined;
    /** The package that has made the call in the author's stead. */
    readonly package: string | undefined;
    /** The calls that led there, of the author's code and of packages. */
    readonly stack: string;
}

/** What stands between a test runner and the code: reading sources for a stack or a module is none of the contract's. */
const RUNNERS =
    /^(?:jest|ts-jest|babel-jest|jest-.*|@jest\/.*|vitest|@vitest\/.*|vite-node|tsx|ts-node|@swc\/.*|@babel\/.*|(?:@cspotcode\/)?source-map-support|graceful-fs)$/;

/**
 * Finds whose call it is; undefined where it is none of the contract's: Heddle's own, or a package's that Heddle has asked,
 * of node's module loader, or of a test runner. Looks at the machine: to be called where no source is trapped.
 * @param isIndirect whether node's own modules make the call for an author
 */
export function findOrigin(isIndirect: boolean): Origin | undefined {
    const stack = takeStack();
    const calls = stack.frames.map((frame) => ({ frame, owner: ownerOf(frame) }));
    const [nearest] = calls;
    if (nearest === undefined || isNodesOwn(calls, isIndirect)) return undefined;
    const responsible = calls.find(({ owner }) => owner.kind === 'author' || owner.kind === 'heddle');
    if (responsible?.owner.kind === 'heddle') return undefined;
    const between = calls.slice(0, responsible === undefined ? undefined : calls.indexOf(responsible));
    const packages = between.flatMap(({ owner }) => (owner.kind === 'package' ? [owner.name] : []));
    if (packages.some((name) => RUNNERS.test(name))) return undefined;
    return {
        site: responsible && sourcePlace(responsible.frame, stack),
        calledFrom: responsible && callerOf(responsible, calls, stack),
        package: packages[0],
        stack: shownStack(calls, stack),
    };
}

interface Call {
    readonly frame: Frame;
    readonly owner: Owner;
}

/** Node reads some things for itself, and files for `require`. */
function isNodesOwn(calls: readonly Call[], isIndirect: boolean): boolean {
    const nodes = calls.slice(
        0,
        calls.findIndex(({ owner }) => owner.kind !== 'node'),
    );
    if (calls.every(({ owner }) => owner.kind === 'node')) return true;
    if (nodes.length > 0 && !isIndirect) return true;
    return nodes.some(({ owner }) => owner.kind === 'node' && owner.isLoader);
}

/** The author's call that is farthest from here, up to Heddle's that has called the transaction. */
function callerOf(nearest: Call, calls: readonly Call[], stack: Stack): string | undefined {
    const above = calls.slice(calls.indexOf(nearest));
    const heddle = above.findIndex(({ owner }) => owner.kind === 'heddle');
    // Where Heddle is not to be seen, neither is the transaction.
    const first = above.slice(0, Math.max(heddle, 0)).findLast(({ owner }) => owner.kind === 'author');
    if (first === undefined || isSameLine(first.frame, nearest.frame)) return undefined;
    return sourcePlace(first.frame, stack);
}

function isSameLine(one: Frame, other: Frame): boolean {
    return one.file === other.file && one.line === other.line;
}

/** Without what is Heddle's and node's. */
function shownStack(calls: readonly Call[], stack: Stack): string {
    return calls
        .filter(({ owner }) => owner.kind === 'author' || owner.kind === 'package')
        .map(({ frame }) => `    at ${sourcePlace(frame, stack)}`)
        .join('\n');
}

/** Notes the author's line that calls now, for what is no source; it is worked out when it is asked for. */
export function noteSite(): NotedSite {
    const note = noteStack();
    return () => {
        const stack = note();
        const calls = stack.frames.map((frame) => ({ frame, owner: ownerOf(frame) }));
        // What was called is Heddle's.
        const nearest = calls.find(({ owner }) => owner.kind === 'author');
        if (nearest === undefined) return undefined;
        return { site: sourcePlace(nearest.frame, stack), calledFrom: callerOf(nearest, calls, stack) };
    };
}
