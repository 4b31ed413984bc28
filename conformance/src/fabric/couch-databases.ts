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
 * Deletes what earlier suites have left in a CouchDB, so that the next peer begins with an empty state.
 * @throws Error where the CouchDB has databases of the same names that no suite has made
 */
export async function emptyCouchDb(url: string): Promise<void> {
    const couch = new CouchClient(url);
    const databases = JSON.parse(await couch.request('GET', '_all_dbs')) as string[];
    const old = databases.filter((name) => name === INTERNAL || CHANNELS.some((prefix) => name.startsWith(prefix)));
    const [first] = old;
    if (first !== undefined && !(await couch.send('GET', MARKER)).ok) {
        throw new Error(
            `the CouchDB at ${couch.host} has the database ${first}, which no conformance suite has made: ` +
                'give COUCHDB_URL a CouchDB of its own, or delete what a peer has left there',
        );
    }
    for (const name of old) await couch.request('DELETE', encodeURIComponent(name));
    await couch.request('PUT', INTERNAL);
    await couch.request('PUT', MARKER, '{}');
}
