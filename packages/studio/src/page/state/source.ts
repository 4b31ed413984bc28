import type { ApiError } from '../../api/value';
import type { Query } from '../../model/record-answers';

/** Where the page has its data from: a process that it asks, or a record that is in the page itself. */
export interface Source {
    /** @throws Refused; TypeError where the process is gone */
    ask(path: string, query: Query): Promise<unknown>;
    /** All of a value, of which a reference came with its beginning. @throws as ask */
    loadBytes(reference: string): Promise<LoadedBytes>;
    /** Has something done. @throws as ask */
    send(path: string, body: unknown, method: 'POST' | 'DELETE'): Promise<unknown>;
    /** Tells what happens after a number, until the process ends. @throws Refused */
    readFeed(after: number, signal: AbortSignal, take: (line: unknown) => void): Promise<void>;
}

/** A value, and the name of a file that it may be saved as. */
export interface LoadedBytes {
    readonly bytes: Uint8Array<ArrayBuffer>;
    readonly name: string;
}

/** What the source answered instead of what was asked for. */
export class Refused extends Error {
    readonly status: number;
    readonly remedy: string;

    constructor(status: number, { message, remedy = '' }: Partial<ApiError>) {
        super(message ?? `status ${status}`);
        this.status = status;
        this.remedy = remedy;
    }
}
