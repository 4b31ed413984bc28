/** Shows links as their text, with the address of those that lead to the web; no marks for bold and italics. */
export function plainText(text: string): string {
    return text
        .replace(/!?\[([^\]]*)\]\(([^)\s]*)\)/g, (_, shown: string, address: string) =>
            /^https?:/.test(address) && address !== shown ? `${shown} (${address})` : shown,
        )
        .replace(/\*\*([^*]+)\*\*/g, '$1')
        .replace(/(?<![\w`])_([^_`]+)_(?![\w`])/g, '$1');
}
