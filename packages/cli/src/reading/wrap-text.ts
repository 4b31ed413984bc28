/**
 * Breaks a text into lines between its words; a word that is longer than a line has one of its own.
 *
 * @param width characters in a line
 */
export function wrapText(text: string, width: number): string[] {
    const lines: string[] = [];
    let current = '';
    for (const word of text.split(/\s+/)) {
        const longer = current === '' ? word : `${current} ${word}`;
        if (current !== '' && longer.length > width) {
            lines.push(current);
            current = word;
        } else current = longer;
    }
    return [...lines, current];
}

/** Puts something before the first line, and as many spaces before the others. */
export function hang(before: string, lines: readonly string[]): string[] {
    return lines.map((line, index) => `${index === 0 ? before : ' '.repeat(before.length)}${line}`.trimEnd());
}
