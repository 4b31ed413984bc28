import type { Http2Session } from 'node:http2';

/**
 * Asks the other side now and then whether it is still there, and gives up a connection that does not answer.
 * @returns ends it
 */
export function keepAlive(
    session: Http2Session,
    { timeMs, timeoutMs }: { readonly timeMs: number; readonly timeoutMs: number },
): () => void {
    // To a timer, 0 is not never but at once.
    if (timeMs === 0) return () => undefined;
    let overdue: NodeJS.Timeout | undefined;
    const timer = setInterval(() => {
        if (session.destroyed || overdue !== undefined) return;
        overdue = setTimeout(() => {
            session.destroy(new Error(`no answer to a ping within ${timeoutMs} ms`));
        }, timeoutMs);
        session.ping(() => {
            clearTimeout(overdue);
            overdue = undefined;
        });
    }, timeMs);
    timer.unref();
    return () => {
        clearInterval(timer);
        clearTimeout(overdue);
    };
}
