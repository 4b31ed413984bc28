import { type Owner, ownerOf } from './frame-owner';
import { sourcePlace } from './source-place';
import { type Frame, noteStack, type Stack, takeStack } from './stack';

/** Who has made a call that a transaction should not make. */
export interface Origin {
    /** Of an author's own line; undefined where only a package's code was on the stack. */
    readonly site: string | undefined;
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

/** Without what is Heddle's and node's. */
function shownStack(calls: readonly Call[], stack: Stack): string {
    return calls
        .filter(({ owner }) => owner.kind === 'author' || owner.kind === 'package')
        .map(({ frame }) => `    at ${sourcePlace(frame, stack)}`)
        .join('\n');
}

/** Notes the author's line that calls now, for what is no source; it is worked out when it is asked for. */
export function noteSite(): () => string | undefined {
    const note = noteStack();
    return () => {
        const stack = note();
        const frame = stack.frames.find((one) => ownerOf(one).kind === 'author');
        return frame && sourcePlace(frame, stack);
    };
}
