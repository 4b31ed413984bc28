/** What is wrong with a value, or with the JSON of one: a sentence that begins with where it is. */
export class CodecProblem extends Error {
    constructor(path: string, sentence: string) {
        super(`${path} ${sentence}`);
        this.name = 'CodecProblem';
    }
}

/** @throws CodecProblem */
export function refuse(path: string, expected: string, found: unknown): never {
    throw new CodecProblem(path, `must be ${expected}, not ${show(found)}`);
}

/** `a.b`, `a["odd key"]`. */
export function memberPath(path: string, name: string): string {
    return /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`;
}

const LONGEST_QUOTE = 40;

function show(found: unknown): string {
    if (typeof found === 'string') return JSON.stringify(clip(found));
    if (Array.isArray(found)) return 'an array';
    if (found instanceof Date) return 'a Date';
    if (found instanceof Uint8Array) return 'bytes';
    if (typeof found === 'object' && found !== null) return 'an object';
    return typeof found === 'function' || typeof found === 'symbol' ? `a ${typeof found}` : clip(String(found));
}

function clip(text: string): string {
    return text.length <= LONGEST_QUOTE ? text : `${text.slice(0, LONGEST_QUOTE - 1)}…`;
}
