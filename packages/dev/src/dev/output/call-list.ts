import { METADATA_FUNCTION } from '../../calling/metadata-function';
import type { SampleArgument, SampleCall } from '../sampling/sample-calls';

export interface CallListOptions {
    /** In which the text is to fit where it can. */
    readonly width: number;
    /** What the commands need to find the chaincode: `--chaincode trade`. */
    readonly options: readonly string[];
}

/** More would hide the rest. */
const MOST_CALLS = 8;
const INDENT = '    ';
const NEXT_INDENT = '      ';
/** Every shell takes such a text as it is. */
const PLAIN = /^[\w@%+=:,./-]+$/;

/** Commands to paste into a shell, each on a line of its own, or on several that the shell takes for one. */
export function describeCalls(calls: readonly SampleCall[], { width, options }: CallListOptions): string {
    const lines = calls.slice(0, MOST_CALLS).flatMap((call) => linesOf(call, { width, options }));
    const more = calls.length - MOST_CALLS;
    if (more > 0) {
        const [first, ...rest] = fold(
            [`… and ${more} more:`, ...commandOf('query', METADATA_FUNCTION, options)],
            width,
            '',
        );
        lines.push(`${INDENT}${first ?? ''}`, ...rest.map((line) => `${NEXT_INDENT}${line}`));
    }
    return lines.map((line) => `${line}\n`).join('');
}

function linesOf({ name, isSubmitted, args }: SampleCall, { width, options }: CallListOptions): string[] {
    const command = commandOf(isSubmitted ? 'invoke' : 'query', name, options);
    // Behind it nothing is an option: not a negative number, either.
    if (args.some(({ text }) => text.startsWith('-'))) command.push('--');
    const words = [...command, ...args.map((argument) => quote(shown(argument)))];
    const line = `${INDENT}${words.join(' ')}`;
    if (line.length <= width) return [line];
    // Texts that are too long for a line stay whole; JSON may have line ends between its members.
    const folded = fold([...command, ...args.map((argument) => word(argument, width))], width, ' \\');
    return folded.map((part, index) => `${index === 0 ? INDENT : NEXT_INDENT}${part}`);
}

function commandOf(command: 'invoke' | 'query', name: string, options: readonly string[]): string[] {
    return ['npx', 'heddle', command, ...options.map(quote), quote(name)];
}

/** An argument that begins with @ would be the name of a file. */
function shown({ text }: SampleArgument): string {
    return text.startsWith('@') ? `@${text}` : text;
}

function word(argument: SampleArgument, width: number): string {
    const whole = quote(shown(argument));
    const { value } = argument;
    if (whole.length + NEXT_INDENT.length <= width || typeof value !== 'object' || value === null) return whole;
    const isList = Array.isArray(value);
    const members = isList
        ? value.map((item) => JSON.stringify(item))
        : Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}:${JSON.stringify(member)}`);
    const [open, end] = isList ? ['[', ']'] : ['{', '}'];
    const parts = members.map((member, index) => `${member}${index === members.length - 1 ? end : ','}`);
    const lines = fold(parts, width - 2, '', '');
    return quote(`${open}${lines.join(`\n${NEXT_INDENT}  `)}`);
}

/** Puts words into lines of a width. @param behind ends each line but the last, as the shell wants it */
function fold(words: readonly string[], width: number, behind: string, between = ' '): string[] {
    const lines: string[] = [];
    const room = width - NEXT_INDENT.length - behind.length;
    for (const one of words) {
        const last = lines.at(-1);
        const joined = last === undefined ? one : `${last}${between}${one}`;
        const [head = ''] = joined.split('\n');
        if (last !== undefined && head.length <= room && !last.includes('\n')) lines[lines.length - 1] = joined;
        else lines.push(one);
    }
    return lines.map((line, index) => (index === lines.length - 1 ? line : `${line}${behind}`));
}

function quote(text: string): string {
    return PLAIN.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
