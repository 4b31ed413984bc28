import { LONGEST_TIMER_MS } from '@heddle/protocol/internal';

/** Waits for a promise, but not for longer than that, nor than 24 days. Tells whether it was settled in time. */
export async function within(milliseconds: number, promise: Promise<unknown>): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<boolean>((resolve) => {
        timer = setTimeout(
            () => {
                resolve(false);
            },
            Math.min(milliseconds, LONGEST_TIMER_MS),
        );
    });
    try {
        return await Promise.race([promise.then(() => true), timeout]);
    } finally {
        clearTimeout(timer);
    }
}
