import { useState } from 'preact/hooks';
import type { Page } from '../../api/value';
import type { Query } from '../../model/record-answers';
import { ask } from './client';
import { type Question, useAnswer } from './question';

/** As many as the process gives at once. */
const MOST_AT_ONCE = 500;

/** A list that is shown page by page, all of it as it is now. */
export interface Pages<Item> extends Question<readonly Item[]> {
    /** Shows a page more; absent where there is none. */
    readonly more?: () => void;
}

/** Asks for a list from its beginning on, and anew for as much as is shown when it changes; `undefined` asks nothing. */
export function usePages<Item>(path: string | undefined, query: Query, by: PagesBy): Pages<Item> {
    const of = JSON.stringify([path, query]);
    const [wanted, setWanted] = useState({ of, rows: by.page });
    const rows = wanted.of === of ? wanted.rows : by.page;
    const key = path === undefined ? undefined : JSON.stringify([path, query, rows]);
    const { answer, ...question } = useAnswer(key, () => loadRows<Item>(path ?? '', query, rows), by.version);
    return {
        ...question,
        answer: answer?.items,
        ...(typeof answer?.next === 'string' && {
            more: () => {
                setWanted({ of, rows: rows + by.page });
            },
        }),
    };
}

export interface PagesBy {
    /** How many rows a page has. */
    readonly page: number;
    readonly version: unknown;
}

async function loadRows<Item>(path: string, query: Query, rows: number): Promise<Page<Item>> {
    const items: Item[] = [];
    let next: string | null = '';
    while (next !== null && items.length < rows) {
        const limit = Math.min(MOST_AT_ONCE, rows - items.length);
        const page: Page<Item> = await ask<Page<Item>>(path, { ...query, limit, after: next });
        items.push(...page.items);
        next = page.next;
    }
    return { items, next };
}
