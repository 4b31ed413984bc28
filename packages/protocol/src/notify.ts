import { types } from 'node:util';

/**
 * Tells something to what a user has given for that. What it throws, and what a promise of its rejects with, goes to
 * `onFailure` and nowhere else: the caller goes on.
 */
export function notify(tell: () => unknown, onFailure: (error: unknown) => void): void {
    try {
        const told = tell();
        // An async function fits a type that returns nothing; a rejection that nobody hears ends the process.
        if (types.isPromise(told)) told.catch(onFailure);
    } catch (error) {
        onFailure(error);
    }
}
