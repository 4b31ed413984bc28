import { isCompositeKey, splitCompositeKey } from '@heddle/protocol';
import { rangesOf } from '../ledger/key-argument';
import { CONSOLE_WORDS, STATE_WORDS } from './console-line';
import { wordsOf } from './split-words';

/** Where the words come from that a line can go on with. */
export interface CompletionSource {
    /** Transactions, as clients name them. */
    functions(): Promise<readonly string[]>;
    /** Keys of these ranges, some of them where there are many. */
    keys(ranges: ReturnType<typeof rangesOf>): Promise<readonly string[]>;
    snapshots(): Promise<readonly string[]>;
    users(): readonly string[];
}

const CALLS = ['submit', 'evaluate', 'invoke', 'query'];

/**
 * What a line can go on with, and the part of it that is replaced.
 * @throws what the source throws
 */
export async function complete(line: string, source: CompletionSource): Promise<[words: string[], typed: string]> {
    const words = wordsOf(line);
    const last = words.at(-1);
    const isTyping = last !== undefined && last.start + last.text.length === line.length;
    const typed = isTyping ? last.text : '';
    const before = (isTyping ? words.slice(0, -1) : words).map(({ text }) => text);
    const candidates = await candidatesFor(before, typed, source);
    return [[...new Set(candidates)].filter((word) => word.startsWith(typed)).sort(), typed];
}

async function candidatesFor(
    [command, ...rest]: readonly string[],
    typed: string,
    source: CompletionSource,
): Promise<readonly string[]> {
    if (command === undefined) return CONSOLE_WORDS;
    if (rest.at(-1) === '--as' || command === 'as') return source.users();
    if (CALLS.includes(command))
        return rest.length === 0 ? await source.functions() : partsIn(await source.keys(rangesOf([])));
    if (command === 'revert') return await source.snapshots();
    if (command !== 'state') return [];
    const [what, ...parts] = rest;
    if (what === undefined) return STATE_WORDS;
    return nextWords(await source.keys(rangesOf(parts)), parts.length, typed);
}

/** A simple key or a part of a composite one may be an argument; what a type is called is none. */
function partsIn(keys: readonly string[]): string[] {
    const words = keys.flatMap((key) => (isCompositeKey(key) ? wordsIn(key).slice(1) : [key]));
    return words.filter((word) => !/\s/.test(word));
}

/** Simple keys, or what comes at a place of composite ones. */
function nextWords(keys: readonly string[], at: number, typed: string): string[] {
    const matching = keys.filter((key) => isCompositeKey(key) || at === 0).map((key) => wordsIn(key)[at] ?? '');
    return matching.filter((word) => word.startsWith(typed) && word !== '' && !/\s/.test(word));
}

function wordsIn(key: string): string[] {
    if (!isCompositeKey(key)) return [key];
    try {
        const { objectType, attributes } = splitCompositeKey(key);
        return [objectType, ...attributes];
    } catch {
        return [];
    }
}
