/** Waits for what has no event, without a limit of its own: jest has one. */
export async function soon(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
