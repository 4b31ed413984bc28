import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PageFile } from '@heddle/studio';
import { answerJson, answerRefusal, writeHead } from './answers';
import { checkKey, checkSource } from './guard';
import { Query } from './query';
import { notFound, Refusal } from './refusal';

/** A request that was let in. */
export interface Asked {
    readonly query: Query;
    /** The parts of the path that the route leaves open. */
    readonly parts: readonly string[];
    readonly request: IncomingMessage;
    readonly response: ServerResponse;
}

export interface Route {
    readonly method: 'GET' | 'POST' | 'DELETE';
    /** Below `/api/v1/`; the groups of the expression are the open parts. */
    readonly path: RegExp;
    /** Undefined where it has answered by itself. */
    answer(asked: Asked): Promise<unknown>;
}

const API = '/api/v1/';
const LOOPBACK = ['127.0.0.1', '::1'];
const REQUEST_MS = 5000;
const MAX_HEADERS = 16 * 1024;
const MOST_AT_ONCE = 32;

export interface StudioServerOptions {
    readonly port: number;
    readonly key: string;
    readonly page: readonly PageFile[];
    readonly routes: readonly Route[];
}

/** Serves the page and its API to this machine alone. */
export class StudioServer {
    readonly #options: StudioServerOptions;
    readonly #files: ReadonlyMap<string, PageFile>;
    readonly #servers: Server[] = [];
    #running = 0;
    #port = 0;

    private constructor(options: StudioServerOptions) {
        this.#options = options;
        this.#files = new Map(options.page.map((file) => [file.path, file]));
    }

    /** Listens on both loopback addresses; one of them may be missing. @throws Error where the port is taken */
    static async listen(options: StudioServerOptions): Promise<StudioServer> {
        const server = new StudioServer(options);
        const failures: unknown[] = [];
        for (const host of LOOPBACK)
            await server.#listenAt(host).catch((error: unknown) => {
                failures.push(error);
            });
        if (server.#servers.length > 0 && !failures.some(isInUse)) return server;
        await server.close();
        throw failures[0] instanceof Error ? failures[0] : new Error('no loopback address can be listened at');
    }

    get port(): number {
        return this.#port;
    }

    /** Ends open feeds, too. Idempotent. */
    async close(): Promise<void> {
        for (const server of this.#servers) server.closeAllConnections();
        await Promise.all(
            this.#servers.splice(0).map(async (server) => {
                server.close();
                await once(server, 'close');
            }),
        );
    }

    async #listenAt(host: string): Promise<void> {
        const server = createServer({ maxHeaderSize: MAX_HEADERS, requestTimeout: REQUEST_MS });
        server.on('request', (request, response) => {
            void this.#handle(request, response);
        });
        // Any free port the first time, then the same one.
        server.listen(this.#port === 0 ? this.#options.port : this.#port, host);
        await once(server, 'listening');
        this.#port = (server.address() as AddressInfo).port;
        this.#servers.push(server);
    }

    async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
        response.on('error', () => undefined);
        try {
            checkSource(request, this.#port);
            const [path = '/', search = ''] = (request.url ?? '/').split('?', 2);
            if (path.startsWith('/api/')) await this.#api(path, search, { request, response });
            else this.#file(path, { request, response });
        } catch (error) {
            answerRefusal(response, error instanceof Refusal ? error : unexpected(error));
        }
    }

    async #api(
        path: string,
        search: string,
        { request, response }: Pick<Asked, 'request' | 'response'>,
    ): Promise<void> {
        checkKey(request, this.#options.key);
        if (this.#running >= MOST_AT_ONCE)
            throw new Refusal(429, 'TOO_MANY', `${MOST_AT_ONCE} requests are under way`, 'ask again');
        const [route, parts] = this.#find(request.method, path);
        this.#running++;
        try {
            const answer = await route.answer({
                query: new Query(new URLSearchParams(search)),
                parts,
                request,
                response,
            });
            if (answer !== undefined) answerJson(response, answer);
        } finally {
            this.#running--;
        }
    }

    #find(method: string | undefined, path: string): [route: Route, parts: string[]] {
        const rest = path.startsWith(API) ? path.slice(API.length) : '';
        const matching = this.#options.routes.filter(({ path: pattern }) => pattern.test(rest));
        const route = matching.find((one) => one.method === method);
        if (route === undefined && matching.length > 0)
            throw new Refusal(405, 'METHOD', `${method} is not answered here`);
        if (route === undefined) throw notFound('there is no such thing', 'the page knows what there is');
        const [, ...parts] = route.path.exec(rest) ?? [];
        return [route, parts.map(decoded)];
    }

    /** By exact name: no path is joined. Addresses of the page's screens are all the one page. */
    #file(path: string, { request, response }: Pick<Asked, 'request' | 'response'>): void {
        if (request.method !== 'GET' && request.method !== 'HEAD')
            throw new Refusal(405, 'METHOD', 'files are read only');
        const file = this.#files.get(path) ?? (SCREEN.test(path) ? this.#files.get('/') : undefined);
        if (file === undefined) throw notFound('there is no such file');
        writeHead(response, 200, {
            'content-type': file.type,
            'content-length': String(file.content.length),
            'cache-control': file.isImmutable ? 'public, max-age=31536000, immutable' : 'no-store',
        });
        response.end(request.method === 'HEAD' ? undefined : file.content);
    }
}

const SCREEN = /^\/(?:transactions|contracts|ledger|blocks|events|identities|chaincode)(?:\/[^/]*){0,3}$/;

function decoded(part: string): string {
    try {
        return decodeURIComponent(part);
    } catch {
        throw new Refusal(400, 'BAD_REQUEST', 'the path cannot be decoded', 'encode it as addresses are');
    }
}

function isInUse(error: unknown): boolean {
    return error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES');
}

function unexpected(error: unknown): Refusal {
    return new Refusal(500, 'INTERNAL', error instanceof Error ? error.message : String(error), 'look at the terminal');
}
