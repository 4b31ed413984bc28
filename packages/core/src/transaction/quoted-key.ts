/** As much of a key as a message can show; composite ones have characters that only quotes make visible. */
export function quotedKey(key: string): string {
    return JSON.stringify(key.length <= 40 ? key : `${key.slice(0, 40)}…`);
}
