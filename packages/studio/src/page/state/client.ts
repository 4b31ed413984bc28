import { computed, signal } from '@preact/signals';
import type { Query } from '../../model/record-answers';
import { PROCESS } from './process-source';
import { record, sourceOf } from './record-source';
import type { LoadedBytes, Source } from './source';

export { takeKey } from './process-source';
export { Refused } from './source';

const source: Source = record === undefined ? PROCESS : sourceOf(record);

/** How many answers are awaited. */
const awaited = signal(0);
/** Whether what is shown is about to change. */
export const isBusy = computed(() => awaited.value > 0);

/** Asks for what the page shows. @throws Refused; TypeError where the process is gone */
export async function ask<Answer>(path: string, query: Query = {}): Promise<Answer> {
    awaited.value++;
    try {
        return (await source.ask(path, query)) as Answer;
    } finally {
        awaited.value--;
    }
}

/** Has something done. @throws as ask */
export async function send<Answer>(path: string, body: unknown, method: 'POST' | 'DELETE' = 'POST'): Promise<Answer> {
    return (await source.send(path, body, method)) as Answer;
}

/** All of a value, of which a reference came with its beginning. @throws as ask */
export async function loadBytes(reference: string): Promise<LoadedBytes> {
    return await source.loadBytes(reference);
}

/** Reads lines of the feed until it ends. @throws Refused */
export async function readFeed(after: number, signal: AbortSignal, take: (line: unknown) => void): Promise<void> {
    await source.readFeed(after, signal, take);
}
