import type { Page } from '../api/value';

/**
 * The newest page of a list that grows at its beginning, followed by what was asked for before. Where more has come than a
 * page holds, there would be a hole: then it is the newest page alone.
 * @param known what was shown when the last page came, with that page
 */
export function joinedPages<Item>(
    newest: Page<Item>,
    known: Page<Item> | undefined,
    nameOf: (item: Item) => string,
): Page<Item> {
    const last = newest.items.at(-1);
    if (known === undefined || last === undefined || newest.next === null) return newest;
    const at = known.items.findIndex((item) => nameOf(item) === nameOf(last));
    return at === -1 ? newest : { items: [...newest.items, ...known.items.slice(at + 1)], next: known.next };
}
