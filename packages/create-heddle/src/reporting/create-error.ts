import { types } from 'node:util';

/** A failure that the user is told in one sentence: where, what, and what to do. Any other error is a defect of ours. */
export class CreateError extends Error {
    /** As for `heddle`: 1 failed at work, 2 could not work with what it was given. */
    readonly exitCode: 1 | 2;

    constructor(exitCode: 1 | 2, message: string, options?: { readonly cause?: unknown }) {
        super(message, options);
        this.name = 'CreateError';
        this.exitCode = exitCode;
    }
}

/** Says in one line why something failed, without the call and the path that Node adds to errors of the file system. */
export function reasonOf(thrown: unknown): string {
    // Not by instanceof, as errors may come from another realm.
    const text = types.isNativeError(thrown) ? thrown.message : String(thrown);
    return (text.split('\n')[0] ?? '').replace(/, (?:open|mkdir|scandir|stat|write|copyfile)\b.*$/, '');
}
