import type { IncomingMessage, ServerResponse } from 'node:http';
import { createInterface } from 'node:readline';
import type { FeedLine, Summary } from '@heddle/studio';
import { StudioServer } from '../studio/http/studio-server';
import { Feeds } from '../studio/record/feed';
import { Recorder } from '../studio/record/recorder';
import { openRequest } from './plain-request';

const KEY = 'key';

/** A recorder whose feed is served, and nothing else. */
export class ServedFeed implements AsyncDisposable {
    readonly recorder: Recorder;
    /** What the server answers with, by the order of the requests. */
    readonly responses: readonly ServerResponse[];
    readonly #server: StudioServer;

    private constructor(recorder: Recorder, responses: readonly ServerResponse[], server: StudioServer) {
        this.recorder = recorder;
        this.responses = responses;
        this.#server = server;
    }

    static async start(): Promise<ServedFeed> {
        const recorder = new Recorder();
        recorder.setMaxListeners(0);
        const feeds = new Feeds(recorder, 'run');
        const responses: ServerResponse[] = [];
        const answer = ({ query, response }: Parameters<StudioServerRoute['answer']>[0]): Promise<undefined> => {
            feeds.open(response, query.number('after') ?? 0);
            responses.push(response);
            return Promise.resolve(undefined);
        };
        const routes: StudioServerRoute[] = [{ method: 'GET', path: /^feed$/, answer }];
        return new ServedFeed(recorder, responses, await StudioServer.listen({ port: 0, key: KEY, page: [], routes }));
    }

    /** Begins to follow; what it is told waits until it is read. */
    async open(after = 0): Promise<IncomingMessage> {
        const headers = { authorization: `Bearer ${KEY}` };
        return await openRequest(this.#server.port, `/api/v1/feed?after=${after}`, { headers });
    }

    async [Symbol.asyncDispose](): Promise<void> {
        await this.#server.close();
    }
}

type StudioServerRoute = Parameters<typeof StudioServer.listen>[0]['routes'][number];

export async function* linesOf(response: IncomingMessage): AsyncGenerator<FeedLine> {
    for await (const line of createInterface({ input: response })) yield JSON.parse(line) as FeedLine;
}

/** Reads up to a line of which this is so. @returns all of them, with it */
export async function readUntil(
    lines: AsyncGenerator<FeedLine>,
    isLast: (line: FeedLine) => boolean,
): Promise<FeedLine[]> {
    const read: FeedLine[] = [];
    for (;;) {
        const next = await lines.next();
        if (next.done === true) throw new Error('the feed has ended');
        read.push(next.value);
        if (isLast(next.value)) return read;
    }
}

/** The rows in some lines. */
export function rowsIn(lines: readonly FeedLine[]): Summary[] {
    return lines.flatMap((line) => (line.kind === 'transactions' ? line.items : []));
}
