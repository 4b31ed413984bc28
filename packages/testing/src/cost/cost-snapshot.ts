import type { Spread, TransactionCost } from './cost-report';
import { type Measure, MEASURES } from './transaction-sample';

/** Costs by transaction, as they are committed beside the sources. */
export type CostSnapshot = Readonly<Record<string, Readonly<Record<Measure, Spread>>>>;

export function snapshotOf(costs: readonly TransactionCost[]): CostSnapshot {
    return Object.fromEntries(costs.map(({ transaction, measures }) => [transaction, measures]));
}

/** The text of a snapshot, one line per transaction: the same costs give the same bytes. */
export function snapshotText(snapshot: CostSnapshot): string {
    const lines = Object.keys(snapshot)
        .sort()
        .map((name) => `    ${JSON.stringify(name)}: ${JSON.stringify(snapshot[name])}`);
    return lines.length === 0 ? '{}\n' : `{\n${lines.join(',\n')}\n}\n`;
}

/** Something that costs more than the snapshot says. */
export interface Growth {
    readonly transaction: string;
    readonly measure: Measure;
    readonly of: 'median' | 'most';
    readonly before: number;
    readonly now: number;
}

/**
 * What has grown beyond the tolerance; what has grown by just so much has not.
 * @param tolerance a share, such as 0.05
 */
export function growths(before: CostSnapshot, now: CostSnapshot, tolerance = 0): Growth[] {
    return Object.keys(now).flatMap((transaction) => {
        const [then, current] = [before[transaction], now[transaction]];
        if (then === undefined || current === undefined) return [];
        return MEASURES.flatMap((measure) =>
            (['median', 'most'] as const).flatMap((of, index): Growth[] => {
                const [was, is] = [then[measure][index] ?? 0, current[measure][index] ?? 0];
                // Of sums of fractions the last digit is not to be relied on.
                return is > was * (1 + tolerance) + 1e-9 ? [{ transaction, measure, of, before: was, now: is }] : [];
            }),
        );
    });
}

/** Transactions of which the snapshot knows nothing. */
export function unknownTransactions(before: CostSnapshot, now: CostSnapshot): string[] {
    return Object.keys(now).filter((name) => !(name in before));
}
