/** Steps that nobody notices at a key that is pressed. */
const FEW_STEPS = 1_000_000;
/** What stands for itself: within it nothing is repeated or chosen. */
const LITERAL = /\\.|\[(?:\\.|[^\]\\])*\]/gs;
const EXACT_COUNT = /\{\d+\}/g;
/** A group without another one in it, and what repeats it. */
const GROUP = /\((?:\?(?:[:=!]|<[=!]|<\w+>))?([^()]*)\)([*+{#]?)/g;
const CHOICE = /[*+?|{]/g;

/**
 * Whether a contract's expression could go back and forth for long at a text of this length, as `^(\w+)+$` does: a page can
 * end none, and would stand still. The contract checks the value in any case.
 */
export function mightTakeLong(pattern: string, length: number): boolean {
    let bare = pattern.replace(LITERAL, '.').replace(EXACT_COUNT, '#');
    let isEndless = false;
    for (let before = ''; before !== bare;) {
        before = bare;
        bare = bare.replace(GROUP, (_, body: string, repetition: string) => {
            const choices = choicesIn(body);
            // Each repetition multiplies the ways that there are through what is repeated.
            isEndless ||= choices > 0 && repetition !== '';
            return `.${'?'.repeat(choices)}${repetition}`;
        });
    }
    return isEndless || (length + 1) ** (choicesIn(bare) + 1) > FEW_STEPS;
}

function choicesIn(text: string): number {
    return text.match(CHOICE)?.length ?? 0;
}
