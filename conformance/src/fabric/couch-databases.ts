import { CHANNEL } from '../harness/channel';
import { CouchClient } from '../queries/couch-client';
import { OTHER_CHANNEL } from '../scenarios/target';

/** A peer's own database: with it, what a CouchDB has besides is no obstacle to a peer that starts. */
const INTERNAL = 'fabric__internal';
/** A document in there, which says that suites have made these databases, and that the next one may delete them. */
const MARKER = `${INTERNAL}/heddle_conformance`;
/** What the peer names the databases of channels by. */
const CHANNELS = [`${CHANNEL}_`, `${OTHER_CHANNEL}_`];

/**
 * What a network's peer keeps in a CouchDB: nothing at first, and nothing behind it. Databases of other names are left alone.
 */
export class CouchDatabases implements AsyncDisposable {
    readonly #couch: CouchClient;

    private constructor(couch: CouchClient) {
        this.#couch = couch;
    }

    /**
     * Deletes what suites that were killed have left.
     * @throws Error that says what to do where the CouchDB cannot be reached, refuses the user, or has databases of the same
     * names that no suite has made
     */
    static async open(url: string): Promise<CouchDatabases> {
        const couch = new CouchClient(url);
        const found = await ofPeers(couch);
        if (found.length > 0 && !(await couch.send('GET', MARKER)).ok) throw foreign(couch, found);
        const databases = new CouchDatabases(couch);
        await databases[Symbol.asyncDispose]();
        await couch.request('PUT', INTERNAL);
        await couch.request('PUT', MARKER, '{}');
        return databases;
    }

    /** Deletes all of it; the mark goes last, so that the next suite can go on where this one is ended. */
    async [Symbol.asyncDispose](): Promise<void> {
        const found = await ofPeers(this.#couch);
        const last = found.includes(INTERNAL) ? [INTERNAL] : [];
        for (const name of [...found.filter((one) => one !== INTERNAL), ...last])
            await this.#couch.request('DELETE', encodeURIComponent(name));
    }
}

/** The databases that have names as those of a peer of the suites. */
async function ofPeers(couch: CouchClient): Promise<string[]> {
    const response = await couch.send('GET', '_all_dbs').catch((cause: unknown) => {
        const advice = 'start one, or unset COUCHDB_URL to keep state in LevelDB';
        throw new Error(`no CouchDB answers at ${couch.host}: ${advice}`, { cause });
    });
    if (!response.ok) {
        const advice = 'COUCHDB_URL has to name an administrator, http://user:password@host:port';
        throw new Error(`the CouchDB at ${couch.host} answers ${response.status} to GET /_all_dbs: ${advice}`);
    }
    const names = (await response.json()) as string[];
    return names.filter((name) => name === INTERNAL || CHANNELS.some((prefix) => name.startsWith(prefix)));
}

function foreign(couch: CouchClient, names: readonly string[]): Error {
    const [first = ''] = names;
    const others = names.length > 1 ? ` and ${names.length - 1} more` : '';
    return new Error(
        `the CouchDB at ${couch.host} has the state of a peer that no conformance suite has started: ${first}${others}. ` +
            'Nothing was deleted. Give COUCHDB_URL a CouchDB of its own, or, if nobody needs that state, delete each ' +
            `database: curl -X DELETE http://USER:PASSWORD@${couch.host}/${encodeURIComponent(first)}`,
    );
}
