/** What a terminal obeys, but for line ends and tabs, and what turns the text behind it around. */
const OBEYED = /(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** A text of somebody else's for a terminal: what it would obey is written as JSON writes it in strings. */
export function toPrintable(text: string): string {
    return text.replaceAll(OBEYED, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
