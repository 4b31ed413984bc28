import { embedded } from '@heddle/studio';

/** What there was room for, and how many there was none for. */
export interface Fitting<Row> {
    readonly rows: readonly Row[];
    readonly left: number;
}

/** Takes rows, in their order, until they fill so many bytes of an answer, or of a page that has them in itself. */
export async function fitting<Item, Row>(
    items: readonly Item[],
    bytes: number,
    rowOf: (item: Item) => Promise<Row> | Row,
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

/** How many there was no room for, by the names of the lists; nothing where there was room for all. */
export function leftOutOf<Name extends string>(
    lists: Readonly<Record<Name, Fitting<unknown>>>,
): { readonly leftOut?: Readonly<Partial<Record<Name, number>>> } {
    const counts = Object.entries<Fitting<unknown>>(lists).map(([name, { left }]) => [name, left] as const);
    const some = counts.filter(([, left]) => left > 0);
    return some.length === 0 ? {} : { leftOut: Object.fromEntries(some) as Partial<Record<Name, number>> };
}
