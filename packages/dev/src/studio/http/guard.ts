import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal';
import { isSameKey } from './studio-key';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'DELETE']);
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
    const { origin } = headers;
    const isForeign = origin !== undefined && !hosts.some((host) => origin === `http://${host}`);
    const site = headers['sec-fetch-site'];
    if (isForeign || (site !== undefined && site !== 'same-origin' && !isOfNobody(method, site, headers)))
        throw new Refusal(
            403,
            'OTHER_ORIGIN',
            'another page asks',
            `open http://localhost:${port} in a tab of its own`,
        );
    if (!METHODS.has(method)) throw new Refusal(405, 'METHOD', `${method} is not answered here`);
    const type = headers['content-type']?.split(';')[0]?.trim();
    if ((method === 'POST' || method === 'DELETE') && type !== 'application/json')
        throw new Refusal(
            415,
            'CONTENT_TYPE',
            'a request that changes something is JSON',
            'send content-type: application/json',
        );
}

/** What somebody types into the address bar, or follows a link to, comes from no page, and is for a document. */
function isOfNobody(method: string, site: string, headers: IncomingMessage['headers']): boolean {
    const isDocument = headers['sec-fetch-dest'] === 'document';
    return method === 'GET' && isDocument && (site === 'none' || site === 'cross-site' || site === 'same-site');
}

/** @throws Refusal */
export function checkKey({ headers }: IncomingMessage, key: string): void {
    const given = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
    if (given !== undefined && isSameKey(given, key)) return;
    throw new Refusal(
        401,
        'KEY_UNKNOWN',
        'this page is not for this run',
        'open the address that heddle dev prints; the key is in .heddle/studio-key',
    );
}
