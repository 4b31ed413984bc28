/** `1 value`, `2 values`. */
export function countOf(count: number, what: string): string {
    return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}
