/** What stands for itself: within it nothing is repeated or chosen. */
const LITERAL = /\\.|\[(?:\\.|[^\]\\])*\]/gs;
/** As authors write it, and as `repeat` writes it: with the same number twice. */
const EXACT_COUNT = /\{(\d+)(?:,\1)?\}/g;
/** As `PatternReader` writes `$`; it lets a line's end be there or not, and nothing comes behind it. */
const END = '(?=.?(?!.))';
/** A group without another one in it, and what repeats it: `#` stands for an exact count. */
const GROUP = /\((?:\?(?:[:=!]|<[=!]|<\w+>))?([^()]*)\)([*+{#]?)/g;
const CHOICE = /[*+?|{]/g;
const ENDLESS = '\u221e';

/**
 * Where an expression of JavaScript may go on in more than one way. At a text of `n` characters it takes about `n` to the
 * power of their number steps at most; Infinity where a choice is repeated, since each repetition multiplies the ways.
 */
export function choicesOf(source: string): number {
    let bare = source.replace(LITERAL, '.').replaceAll(END, '').replace(EXACT_COUNT, '#');
    for (let before = ''; before !== bare;) {
        before = bare;
        bare = bare.replace(GROUP, withoutGroup);
    }
    return bare.includes(ENDLESS) ? Infinity : countOf(bare);
}

/** Its choices, without the group. */
function withoutGroup(_group: string, body: string, repetition: string): string {
    const choices = countOf(body);
    const isEndless = body.includes(ENDLESS) || (choices > 0 && repetition !== '');
    return isEndless ? ENDLESS : `.${'?'.repeat(choices)}${repetition}`;
}

function countOf(text: string): number {
    return text.match(CHOICE)?.length ?? 0;
}
