import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CommandError } from '../reporting/command-error';
import { reasonOf } from '../reporting/reason-of';

/** What a path answers. */
export interface Page {
    readonly status: number;
    readonly contentType: string;
    readonly body: string;
}

/** How long a client may take to ask, in milliseconds. */
const REQUEST_TIMEOUT_MS = 5_000;

/** Serves a few pages over plain HTTP, for probes and scrapers. */
export class OperationsServer {
    readonly #pages: Readonly<Record<string, () => Promise<Page> | Page>>;
    readonly #server: Server;
    #closing: Promise<void> | undefined;

    /** @param pages by path */
    constructor(pages: Readonly<Record<string, () => Promise<Page> | Page>>) {
        this.#pages = pages;
        this.#server = createServer(
            { requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: REQUEST_TIMEOUT_MS },
            (request, response) => {
                // It never rejects.
                void this.#answer(request, response);
            },
        );
    }

    /**
     * @param address `host:port`; an empty host is every interface
     * @returns where it listens
     * @throws CommandError if it cannot
     */
    async listen(address: string): Promise<string> {
        const colon = address.lastIndexOf(':');
        const host = address.slice(0, colon).replace(/^\[(.*)\]$/, '$1');
        const listening = once(this.#server, 'listening');
        this.#server.listen({ port: Number(address.slice(colon + 1)), ...(host !== '' && { host }) });
        try {
            await listening;
        } catch (cause) {
            const remedy = 'take another port, or another host of this machine';
            const message = `cannot listen on ${address} for operations (${reasonOf(cause)}): ${remedy}`;
            throw new CommandError(1, message, { cause });
        }
        const bound = this.#server.address() as AddressInfo;
        return bound.family === 'IPv6' ? `[${bound.address}]:${bound.port}` : `${bound.address}:${bound.port}`;
    }

    /** Stops listening, and breaks the connections that are open. Idempotent. */
    close(): Promise<void> {
        return (this.#closing ??= this.#close());
    }

    async #close(): Promise<void> {
        if (!this.#server.listening) return;
        const closed = once(this.#server, 'close');
        this.#server.close();
        this.#server.closeAllConnections();
        await closed;
    }

    async #answer({ method = '', url = '' }: IncomingMessage, response: ServerResponse): Promise<void> {
        const { status, contentType, body } = await this.#pageOf(method, url.split('?', 1)[0] ?? '');
        const headers = { 'content-type': contentType, 'cache-control': 'no-store' };
        response.writeHead(status, status === 405 ? { ...headers, allow: 'GET, HEAD' } : headers);
        response.end(method === 'HEAD' ? undefined : body);
    }

    async #pageOf(method: string, path: string): Promise<Page> {
        if (method !== 'GET' && method !== 'HEAD') return text(405, 'only GET and HEAD are answered\n');
        if (!Object.hasOwn(this.#pages, path)) return text(404, `there is ${Object.keys(this.#pages).join(', ')}\n`);
        try {
            return (await this.#pages[path]?.()) ?? text(404, '');
        } catch (error) {
            return text(500, `${reasonOf(error)}\n`);
        }
    }
}

function text(status: number, body: string): Page {
    return { status, contentType: 'text/plain; charset=utf-8', body };
}
