import { turnOfLoop } from '../turn-of-loop';

/** More than a millisecond's worth of looking at the clock. */
const MOST_LOOKS = 200_000;
/** More than a millisecond's worth of turns of the event loop with nothing to do. */
const MOST_TURNS = 5000;

/**
 * Holds on until the system's clock shows another millisecond, so that a second run that reads it differs from the
 * first. By looking, since timers may be a test's own; and not for ever, since the clock may be one's, too.
 */
export function passMillisecond(): void {
    const now = Date.now();
    for (let looks = 0; Date.now() === now && looks < MOST_LOOKS; looks += 1);
}

/** The same, and lets others go on meanwhile. */
export async function millisecondPassed(): Promise<void> {
    const now = Date.now();
    for (let turns = 0; Date.now() === now && turns < MOST_TURNS; turns += 1) await turnOfLoop();
}
