import { setTimeout } from 'node:timers/promises';
import type { TracingSettings } from './tracing-settings';

/** A collector that does not answer holds up the end of a process for so long. */
const LONGEST_MS = 2_000;

/** Has the spans sent that the SDK of the process still has, where transactions are traced. Never rejects. */
export async function flushSpans(tracing: TracingSettings | undefined): Promise<void> {
    if (tracing === undefined) return;
    const core = await import('@heddle/core/internal');
    const giveUp = new AbortController();
    const late = setTimeout(LONGEST_MS, undefined, { signal: giveUp.signal }).catch(() => undefined);
    await Promise.race([core.flushSpans(), late]);
    giveUp.abort();
}
