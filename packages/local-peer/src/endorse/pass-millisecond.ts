/** More than a millisecond's worth of looking at the clock. */
const MOST_LOOKS = 200_000;

/**
 * Holds on until the system's clock shows another millisecond, so that a second run that reads it differs from the
 * first. By looking, since timers may be a test's own; and not for ever, since the clock may be one's, too.
 */
export function passMillisecond(): void {
    const now = Date.now();
    for (let looks = 0; Date.now() === now && looks < MOST_LOOKS; looks += 1);
}
