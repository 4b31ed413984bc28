import type { TableComparison } from './compare-tables';

/** Differences of a chaincode that are shown; the others are counted. */
const SHOWN_DIFFERENCES = 5;
const SHOWN_CHARACTERS = 300;

/** A table of the comparisons, with the first differences below it. */
export function reportComparisons(comparisons: readonly TableComparison[]): string[] {
    const rows = [...comparisons.map(rowOf), rowOf(totalOf(comparisons))];
    const head = ['chaincode', 'calls', 'succeed', 'same', 'different'];
    const widths = head.map((title, column) =>
        Math.max(...[head, ...rows].map((row) => (row[column] ?? title).length)),
    );
    const lines = [head, ...rows].map((row) =>
        row
            .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
            .join('  '),
    );
    return [...lines, ...comparisons.flatMap(differencesOf)];
}

function rowOf({ name, calls, successes, differences }: TableComparison): string[] {
    const { length } = differences;
    return [name, ...[calls, successes, calls - length, length].map(String)];
}

function totalOf(comparisons: readonly TableComparison[]): TableComparison {
    const sum = (count: (one: TableComparison) => number): number =>
        comparisons.reduce((total, one) => total + count(one), 0);
    return {
        name: 'total',
        calls: sum(({ calls }) => calls),
        successes: sum(({ successes }) => successes),
        differences: comparisons.flatMap(({ differences }) => differences),
        outcomes: [],
    };
}

function differencesOf({ name, differences }: TableComparison): string[] {
    const shown = differences.slice(0, SHOWN_DIFFERENCES);
    const others = differences.length - shown.length;
    return [
        ...shown.flatMap(({ line, reference, facade }) => [
            '',
            `${name}: ${line}`,
            `  reference: ${shorten(reference)}`,
            `  facade:    ${shorten(facade)}`,
        ]),
        ...(others > 0 ? ['', `${name}: ${others} further differences`] : []),
    ];
}

function shorten(text: string): string {
    return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}… (${text.length} characters)` : text;
}

/** Every call of a chaincode with all that the reference does. */
export function reportOutcomes({ name, outcomes }: TableComparison): string[] {
    return outcomes.flatMap(({ line, outcome }) => [`${name}: ${line}`, ...outcome.map((one) => `  ${shorten(one)}`)]);
}
