/** What a reader would not see, or what would turn the text around it: controls, formats, directions, unassigned. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cn}\p{Cs}]/gu;

export interface TextPart {
    readonly text: string;
    /** Stands for a character that is not shown. */
    readonly isEscape: boolean;
}

/**
 * Takes text of a ledger apart into what can be shown as it is and what stands for the rest, such as `\u{202e}`.
 * @param isMultiline whether ends of lines and tabs stay what they are
 */
export function textParts(text: string, isMultiline = false): TextPart[] {
    const parts: TextPart[] = [];
    let from = 0;
    const add = (part: string, isEscape: boolean): void => {
        if (part !== '') parts.push({ text: part, isEscape });
    };
    for (const match of text.matchAll(UNSAFE)) {
        if (isMultiline && /[\n\t]/.test(match[0])) continue;
        add(text.slice(from, match.index), false);
        add(escapeOf(match[0]), true);
        from = match.index + match[0].length;
    }
    add(text.slice(from), false);
    return parts;
}

/** The same in one text, for names and titles. */
export function shownText(text: string): string {
    return textParts(text)
        .map((part) => part.text)
        .join('');
}

/** A character by its number, as JavaScript writes it: `\u{200b}`. */
export function escapeOf(character: string): string {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
