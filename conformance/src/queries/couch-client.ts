/** CouchDB by its own interface. */
export class CouchClient {
    readonly #url: URL;

    /** @param url with user and password */
    constructor(url: string) {
        this.#url = new URL(url);
    }

    get host(): string {
        return this.#url.host;
    }

    /** Sends a request, whatever is answered. */
    send(method: string, path: string, body?: string): Promise<Response> {
        const { origin, username, password } = this.#url;
        const credentials = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
        const headers = {
            authorization: `Basic ${credentials.toString('base64')}`,
            ...(body !== undefined && { 'content-type': 'application/json' }),
        };
        return fetch(`${origin}/${path}`, { method, headers, ...(body !== undefined && { body }) });
    }

    /** @throws Error with what CouchDB says where it refuses the request */
    async request(method: string, path: string, body?: string): Promise<string> {
        const response = await this.send(method, path, body);
        const text = await response.text();
        if (!response.ok) throw new Error(`${method} ${path} failed: ${response.status} ${text.trim()}`);
        return text;
    }
}
