import { CHANNEL } from '../harness/channel';
import { OTHER_CHANNEL } from '../scenarios/target';

/** A peer's own database: with it, what a CouchDB has besides is no obstacle to a peer that starts. */
const INTERNAL = 'fabric__internal';
/** A document in there, which says that suites have made these databases, and that the next one may delete them. */
const MARKER = `${INTERNAL}/heddle_conformance`;
/** What the peer names the databases of channels by. */
const CHANNELS = [`${CHANNEL}_`, `${OTHER_CHANNEL}_`];

/**
 * Deletes what earlier suites have left in a CouchDB, so that the next peer begins with an empty state.
 * @throws Error where the CouchDB has databases of the same names that no suite has made
 */
export async function emptyCouchDb(url: string): Promise<void> {
    const databases = JSON.parse(await request(url, 'GET', '_all_dbs')) as string[];
    const old = databases.filter((name) => name === INTERNAL || CHANNELS.some((prefix) => name.startsWith(prefix)));
    if (old.length > 0 && !(await isThere(url, MARKER))) throw notOurs(url, old);
    for (const name of old) await request(url, 'DELETE', encodeURIComponent(name));
    await request(url, 'PUT', INTERNAL);
    await request(url, 'PUT', MARKER, '{}');
}

function notOurs(url: string, [first = '']: readonly string[]): Error {
    return new Error(
        `the CouchDB at ${new URL(url).host} has the database ${first}, which no conformance suite has made: ` +
            'give COUCHDB_URL a CouchDB of its own, or delete what a peer has left there',
    );
}

async function isThere(url: string, path: string): Promise<boolean> {
    const { status } = await send(url, 'GET', path);
    return status < 400;
}

/** @throws Error with what CouchDB says */
async function request(url: string, method: string, path: string, body?: string): Promise<string> {
    const response = await send(url, method, path, body);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} failed: ${response.status} ${text.trim()}`);
    return text;
}

function send(url: string, method: string, path: string, body?: string): Promise<Response> {
    const { origin, username, password } = new URL(url);
    const credentials = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
    const headers = { authorization: `Basic ${credentials.toString('base64')}` };
    return fetch(`${origin}/${path}`, { method, headers, ...(body !== undefined && { body }) });
}
