import type { ApiError } from '../../api/value';
import type { Query } from '../../model/record-answers';

/** Where the page has its data from: a process that it asks, or a record that is in the page itself. */
export interface Source {
    /** @throws Refused; TypeError where the process is gone */
    ask(path: string, query: Query): Promise<unknown>;
    /** Has something done. @throws as ask */
    send(path: string, body: unknown, method: 'POST' | 'DELETE'): Promise<unknown>;
    /** Tells what happens after a number, until the process ends. @throws Refused */
    readFeed(after: number, signal: AbortSignal, take: (line: unknown) => void): Promise<void>;
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
