import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal';
import { isSameKey } from './studio-key';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'DELETE']);
const CHANGING = new Set(['POST', 'DELETE']);
const HOSTS = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Refuses requests that do not come from the page itself. A name that somebody else's server has given this machine (DNS
 * rebinding) is not one of ours; another page's script sends its own origin.
 * @throws Refusal
 */
export function checkSource({ method = '', headers }: IncomingMessage, port: number): void {
    const hosts = HOSTS.map((host) => `${host}:${port}`);
    if (!hosts.includes(headers.host ?? ''))
        throw new Refusal(421, 'OTHER_HOST', 'this server has other names', `open http://localhost:${port}`);
    if (!isOwnOrigin(headers.origin, hosts) || !isOwnSite(method, headers))
        throw new Refusal(
            403,
            'OTHER_ORIGIN',
            'another page asks',
            `open http://localhost:${port} in a tab of its own`,
        );
    if (!METHODS.has(method)) throw new Refusal(405, 'METHOD', `${method} is not answered here`);
    if (CHANGING.has(method) && !/^application\/json\b/.test(headers['content-type'] ?? ''))
        throw new Refusal(
            415,
            'CONTENT_TYPE',
            'a request that changes something is JSON',
            'send content-type: application/json',
        );
}

function isOwnOrigin(origin: string | undefined, hosts: readonly string[]): boolean {
    return origin === undefined || hosts.some((host) => origin === `http://${host}`);
}

/** Browsers say where a request comes from. What somebody types or follows comes from no page, and is for a document. */
function isOwnSite(method: string, headers: IncomingMessage['headers']): boolean {
    const site = headers['sec-fetch-site'];
    if (site === undefined || site === 'same-origin') return true;
    return method === 'GET' && headers['sec-fetch-dest'] === 'document';
}

/** @throws Refusal */
export function checkKey({ headers }: IncomingMessage, key: string): void {
    const given = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
    if (given !== undefined && isSameKey(given, key)) return;
    throw new Refusal(
        401,
        'KEY_UNKNOWN',
        'this page is not for this run',
        'open the address that heddle dev, or heddle studio, prints with the key',
    );
}
