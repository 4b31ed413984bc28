/** Above so many lines on both sides they are compared in order, without looking for what has moved. */
const MOST_COMPARED = 500;

export interface DiffLine<Line> {
    readonly sign: ' ' | '-' | '+';
    readonly line: Line;
}

/** What changed between two lists of lines, by their longest common subsequence. */
export function diffLines<Line>(
    before: readonly Line[],
    after: readonly Line[],
    keyOf: (line: Line) => string,
): DiffLine<Line>[] {
    const start = commonStart(before, after, keyOf);
    const end = commonEnd(before.slice(start), after.slice(start), keyOf);
    const [oldMiddle, newMiddle] = [before.slice(start, before.length - end), after.slice(start, after.length - end)];
    return [
        ...before.slice(0, start).map(same),
        ...middleDiff(oldMiddle, newMiddle, keyOf),
        ...before.slice(before.length - end).map(same),
    ];
}

function same<Line>(line: Line): DiffLine<Line> {
    return { sign: ' ', line };
}

function commonStart<Line>(before: readonly Line[], after: readonly Line[], keyOf: (line: Line) => string): number {
    const most = Math.min(before.length, after.length);
    let count = 0;
    while (count < most && isSame(before[count], after[count], keyOf)) count++;
    return count;
}

function commonEnd<Line>(before: readonly Line[], after: readonly Line[], keyOf: (line: Line) => string): number {
    return commonStart(before.toReversed(), after.toReversed(), keyOf);
}

function isSame<Line>(one: Line | undefined, other: Line | undefined, keyOf: (line: Line) => string): boolean {
    return one !== undefined && other !== undefined && keyOf(one) === keyOf(other);
}

function middleDiff<Line>(
    before: readonly Line[],
    after: readonly Line[],
    keyOf: (line: Line) => string,
): DiffLine<Line>[] {
    const kept = before.length > MOST_COMPARED || after.length > MOST_COMPARED ? [] : commonPairs(before, after, keyOf);
    const result: DiffLine<Line>[] = [];
    let [left, right] = [0, 0];
    for (const [i, j] of [...kept, [before.length, after.length] as const]) {
        for (const line of before.slice(left, i)) result.push({ sign: '-', line });
        for (const line of after.slice(right, j)) result.push({ sign: '+', line });
        const line = before[i];
        if (line !== undefined) result.push(same(line));
        [left, right] = [i + 1, j + 1];
    }
    return result;
}

/** The places of a longest common subsequence, in order. */
function commonPairs<Line>(
    before: readonly Line[],
    after: readonly Line[],
    keyOf: (line: Line) => string,
): (readonly [number, number])[] {
    const [old, young] = [before.map(keyOf), after.map(keyOf)];
    const lengths = commonLengths(old, young);
    const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
    const pairs: (readonly [number, number])[] = [];
    for (let i = 0, j = 0; i < old.length && j < young.length;) {
        if (old[i] === young[j]) pairs.push([i++, j++]);
        else if (at(i + 1, j) >= at(i, j + 1)) i++;
        else j++;
    }
    return pairs;
}

/** By places in both: how many lines are common from there on. */
function commonLengths(old: readonly string[], young: readonly string[]): number[][] {
    const lengths: number[][] = [Array.from({ length: young.length + 1 }, () => 0)];
    for (const line of old.toReversed()) {
        const [below = []] = lengths;
        const row = [0];
        for (let j = young.length - 1; j >= 0; j--)
            row.unshift(line === young[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[0] ?? 0));
        lengths.unshift(row);
    }
    return lengths;
}
