import { closest, ConfigurationError } from 'heddle/command';
import { splitWords } from './split-words';

/** What a line of the console asks for. */
export type ConsoleLine =
    | { readonly kind: 'nothing' }
    | { readonly kind: 'exit' }
    | { readonly kind: 'help' }
    /** Who calls from now on; undefined for the user that the console began with. */
    | { readonly kind: 'as'; readonly user: string | undefined }
    /** A command line of `heddle`: how many of its words name the command. */
    | { readonly kind: 'command'; readonly args: readonly string[]; readonly named: number };

/** The console's words, and the commands of `heddle` that they stand for. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
    submit: ['invoke'],
    evaluate: ['query'],
    invoke: ['invoke'],
    query: ['query'],
    state: ['state'],
    snapshot: ['snapshot'],
    snapshots: ['snapshot', '--list'],
    revert: ['revert'],
};
const OTHERS = ['as', 'help', 'exit'];

/** What a line can begin with. */
export const CONSOLE_WORDS: readonly string[] = [...Object.keys(COMMANDS), ...OTHERS];
/** The words behind `state`. */
export const STATE_WORDS = ['ls', 'get', 'history'] as const;

/**
 * Reads a line. What begins with # is a comment.
 *
 * @throws ConfigurationError for one that means nothing
 */
export function readConsoleLine(line: string): ConsoleLine {
    if (/^\s*(?:#|$)/.test(line)) return { kind: 'nothing' };
    const [word = '', ...args] = splitWords(line);
    const command = Object.hasOwn(COMMANDS, word) ? COMMANDS[word] : undefined;
    if (command !== undefined) return { kind: 'command', args: [...command, ...args], named: word === 'state' ? 2 : 1 };
    switch (word) {
        case 'exit':
        case 'quit':
            return { kind: 'exit' };
        case 'help':
            return { kind: 'help' };
        case 'as':
            return { kind: 'as', user: args[0] };
        default:
            throw unknownWord(word);
    }
}

function unknownWord(word: string): ConfigurationError {
    const near = closest(word, CONSOLE_WORDS);
    const remedy = near === undefined ? 'help lists what there is' : `did you mean ${near}?`;
    return new ConfigurationError(`${word} is no command of the console: ${remedy}`);
}
