import { embedded } from '@heddle/studio';

/** What there was room for, and how many there was none for. */
export interface Fitting<Row> {
    readonly rows: readonly Row[];
    readonly left: number;
}

/** Takes rows, in their order, until they fill so many bytes of a page. */
export async function fitting<Item, Row>(
    items: readonly Item[],
    bytes: number,
    rowOf: (item: Item) => Promise<Row>,
): Promise<Fitting<Row>> {
    const rows: Row[] = [];
    let room = bytes;
    for (const item of items) {
        const row = await rowOf(item);
        room -= Buffer.byteLength(embedded(row));
        if (room < 0) break;
        rows.push(row);
    }
    return { rows, left: items.length - rows.length };
}
