/** The rows of a long list that are in the document: those that are seen, and some around them. */
export interface Window {
    readonly from: number;
    readonly to: number;
}

const AROUND = 8;

export function windowOf(scrollTop: number, height: number, rowHeight: number, count: number): Window {
    const from = Math.max(0, Math.min(count, Math.floor(scrollTop / rowHeight) - AROUND));
    const to = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + AROUND);
    return { from, to: Math.max(from, to) };
}

/** A line through the last numbers, in a box of this size, for the attribute `d` of a path. */
export function sparkPath(values: readonly number[], width: number, height: number): string {
    const most = Math.max(1, ...values);
    const step = values.length > 1 ? width / (values.length - 1) : 0;
    return values
        .map(
            (value, index) =>
                `${index === 0 ? 'M' : 'L'}${(index * step).toFixed(1)} ${(height - (value / most) * height).toFixed(1)}`,
        )
        .join('');
}
