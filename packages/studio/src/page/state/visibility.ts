/** Resolves when the page is as asked for: in front of somebody, or behind another tab or window. */
export async function whenPageIs(state: DocumentVisibilityState): Promise<void> {
    if (document.visibilityState === state) return;
    await new Promise<void>((resolve) => {
        const look = (): void => {
            if (document.visibilityState !== state) return;
            document.removeEventListener('visibilitychange', look);
            resolve();
        };
        document.addEventListener('visibilitychange', look);
    });
}

/** Aborts when nobody sees the page any more. */
export function untilHidden(): AbortSignal {
    const hiding = new AbortController();
    void whenPageIs('hidden').then(() => {
        hiding.abort();
    });
    return hiding.signal;
}
