/** What was thrown, for somebody who looks for their own mistake. */
export interface Stack {
    /** Name and message, as many lines as they have. */
    readonly head: string;
    /** Calls within the package itself, the innermost first. */
    readonly own: readonly string[];
    /** Calls within Node and within other packages. */
    readonly others: readonly string[];
}

const FRAME = /^\s+at /;
const OF_OTHERS = /\bnode_modules\b|[( ]node:|<anonymous>/;

/** Takes a stack apart, as V8 writes it. */
export function stackOf(thrown: string): Stack {
    const lines = thrown.split('\n');
    const first = lines.findIndex((line) => FRAME.test(line));
    if (first === -1) return { head: thrown.trimEnd(), own: [], others: [] };
    const frames = lines.slice(first).filter((line) => line.trim() !== '');
    return {
        head: lines.slice(0, first).join('\n'),
        own: frames.filter((line) => !OF_OTHERS.test(line)),
        others: frames.filter((line) => OF_OTHERS.test(line)),
    };
}
