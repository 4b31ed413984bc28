/** Settles as the promise does, or rejects with the signal's reason once that is aborted. */
export async function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    if (signal === undefined) return promise;
    return new Promise<T>((resolve, reject) => {
        const abort = (): void => {
            reject(signal.reason as Error);
        };
        if (signal.aborted) abort();
        signal.addEventListener('abort', abort, { once: true });
        promise.then(resolve, reject).finally(() => {
            signal.removeEventListener('abort', abort);
        });
    });
}

/** A longer one is over at once (node, lib/internal/timers.js, TIMEOUT_MAX). */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

/** Waits, at most 24 days. @throws the reason of the signal, once it is aborted */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, Math.min(ms, LONGEST_WAIT_MS));
    });
    try {
        await abortable(over, signal);
    } finally {
        clearTimeout(timer);
    }
}
