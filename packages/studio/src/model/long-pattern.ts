/** Steps that nobody notices at a key that is pressed. */
const FEW_STEPS = 1_000_000;
/** What stands for itself: within it nothing is repeated or chosen. */
const LITERAL = /\\.|\[(?:\\.|[^\]\\])*\]/gs;
const EXACT_COUNT = /\{\d+\}/g;
/** A group without another one in it, and what repeats it. */
const GROUP = /\((?:\?(?:[:=!]|<[=!]|<\w+>))?([^()]*)\)([*+{#]?)/g;
const CHOICE = /[*+?|{]/g;
const ENDLESS = '\u221e';

/**
 * Whether a contract's expression could go back and forth for long at a text of this length, as `^(\w+)+$` does: a page can
 * end none, and would stand still. The contract checks the value in any case.
 */
export function mightTakeLong(pattern: string, length: number): boolean {
    let bare = pattern.replace(LITERAL, '.').replace(EXACT_COUNT, '#');
    for (let before = ''; before !== bare;) {
        before = bare;
        bare = bare.replace(GROUP, withoutGroup);
    }
    return bare.includes(ENDLESS) || (length + 1) ** (choicesIn(bare) + 1) > FEW_STEPS;
}

/** Its choices, without the group. Each repetition multiplies the ways that there are through what is repeated. */
function withoutGroup(_group: string, body: string, repetition: string): string {
    const choices = choicesIn(body);
    if (body.includes(ENDLESS) || (choices > 0 && repetition !== '')) return ENDLESS;
    return `.${'?'.repeat(choices)}${repetition}`;
}

function choicesIn(text: string): number {
    return text.match(CHOICE)?.length ?? 0;
}
