import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';

export interface PlainRequest {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string | Buffer;
}

export interface PlainAnswer {
    readonly status: number;
    readonly headers: IncomingHttpHeaders;
    readonly text: string;
}

/** Sends a request to this machine as it is: nothing is added to its path, nothing is corrected. */
export async function openRequest(
    port: number,
    path: string,
    { method = 'GET', headers = {}, body }: PlainRequest = {},
): Promise<IncomingMessage> {
    const own = { host: `localhost:${port}`, ...headers };
    const sent = request({ host: '127.0.0.1', port, path, method, headers: own, agent: false });
    sent.end(body);
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    return response;
}

/** The same, with the whole answer. */
export async function send(port: number, path: string, sent: PlainRequest = {}): Promise<PlainAnswer> {
    const response = await openRequest(port, path, sent);
    const parts: Buffer[] = [];
    for await (const part of response as AsyncIterable<Buffer>) parts.push(part);
    return { status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(parts).toString() };
}
