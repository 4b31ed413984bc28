import type { MeetingPair, TransactionCost } from './cost-report';
import type { Growth } from './cost-snapshot';

const HEADS = [
    'transaction',
    'calls',
    'reads',
    'writes',
    'ranges(rows)',
    'round trips',
    'wrote B',
    'event B',
    'result B',
    'µs (p50)',
];

/** A table of what transactions cost: medians, and the most where that is another number. */
export function costTable(costs: readonly TransactionCost[]): string {
    const rows = costs.map(({ transaction, calls, measures, microseconds }) => {
        const shown = ([median, most]: readonly [number, number]): string =>
            median === most ? String(median) : `${median}..${most}`;
        const ranges = measures.ranges[1] === 0 ? '–' : `${shown(measures.ranges)}(${shown(measures.rows)})`;
        return [
            transaction,
            String(calls),
            shown(measures.reads),
            shown(measures.writes),
            ranges,
            shown(measures.roundTrips),
            shown(measures.wroteBytes),
            shown(measures.eventBytes),
            shown(measures.resultBytes),
            String(microseconds),
        ];
    });
    return table([HEADS, ...rows]);
}

/** Which transactions can meet, one line per pattern of keys. */
export function meetingText(pairs: readonly MeetingPair[]): string {
    const patterns = [...new Set(pairs.map(({ pattern }) => pattern))];
    const rows = patterns.map((pattern) => {
        const found = pairs.filter((pair) => pair.pattern === pattern);
        const names = (list: readonly string[]): string => [...new Set(list)].join(', ');
        return [pattern, names(found.map(({ reader }) => reader)), names(found.map(({ writer }) => writer))];
    });
    return rows.length === 0 ? '' : table([['key', 'read by', 'written by'], ...rows]);
}

export function growthLines(growths: readonly Growth[]): string[] {
    return growths.map(
        ({ transaction, measure, of, before, now }) => `${transaction}: ${measure} (${of}) ${before} → ${now}`,
    );
}

/** Cells in columns. */
export function table(rows: readonly (readonly string[])[]): string {
    const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
    return rows
        .map((row) =>
            row
                .map((cell, column) => cell.padEnd(widths[column] ?? 0))
                .join('  ')
                .trimEnd(),
        )
        .join('\n');
}
