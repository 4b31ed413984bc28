import * as timers from 'node:timers';

/** As it is when this file is loaded: later it may be a test's own, which waits until that test moves its time on. */
const { setImmediate } = timers;

/** Resolves when everything that has come in by now was read, and what waits for it has gone on. */
export function turnOfLoop(): Promise<void> {
    return new Promise((resolve) => {
        setImmediate(resolve);
    });
}
