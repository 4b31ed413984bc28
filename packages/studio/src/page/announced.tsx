import { effect, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { FreshRows } from '../model/fresh-rows';
import { isBad } from './parts/outcome';
import { rows } from './state/studio';

const EVERY_MS = 5000;

const words = signal('');
const untold = new FreshRows();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Rows come too fast to be read out: they are counted. */
effect(() => {
    if (untold.see(rows.value)) timer ??= setTimeout(tell, EVERY_MS);
});

function tell(): void {
    timer = undefined;
    const fresh = untold.take(rows.value);
    if (fresh.length === 0) return;
    const failed = fresh.filter(({ outcome }) => isBad(outcome)).length;
    const count = fresh.length === 1 ? '1 new transaction' : `${fresh.length} new transactions`;
    words.value = failed === 0 ? count : `${count}, ${failed} failed`;
}

/** For whoever hears the page: how many transactions have come, every five seconds at most. */
export function Announced(): JSX.Element {
    return (
        <p class="hidden" role="status" aria-label="New transactions">
            {words.value}
        </p>
    );
}
