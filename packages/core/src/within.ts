/** Waits for a promise, but not for longer than that. Tells whether it was settled in time. */
export async function within(milliseconds: number, promise: Promise<unknown>): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<boolean>((resolve) => {
        timer = setTimeout(() => {
            resolve(false);
        }, milliseconds);
    });
    try {
        return await Promise.race([promise.then(() => true), timeout]);
    } finally {
        clearTimeout(timer);
    }
}
