import { setTimeout as delay } from 'node:timers/promises';

/** Waits for so many milliseconds, or until the signal. It does not keep the process alive, and never rejects. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
    await delay(milliseconds, undefined, { signal, ref: false }).catch(() => undefined); // by the signal
}
