import { signal } from '@preact/signals';

const TICK_MS = 5000;

/** What time it is, about: for what changes because nothing came. */
export const now = signal(Date.now());

setInterval(() => {
    now.value = Date.now();
}, TICK_MS);
