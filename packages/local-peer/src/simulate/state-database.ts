import type { StateEntry } from '../ledger/ledger-store';
import { valueFromCouch } from '../rich-query/document';

/** What a peer keeps its state in: with `couchdb` there are rich queries, and rules on keys and documents. */
export type StateDatabase = 'couchdb' | 'leveldb';

/**
 * A value as it comes back from the state database. CouchDB hands JSON objects back written anew, as every query of a peer
 * does; a peer's cache gives the bytes that were put, for as long as it has them, which nobody can rely upon.
 */
export function readValue(stateDatabase: StateDatabase, value: Buffer): Buffer {
    return stateDatabase === 'couchdb' ? valueFromCouch(value) : value;
}

/** A row as it comes back from the state database. */
export function readEntry(stateDatabase: StateDatabase, entry: StateEntry): StateEntry {
    return stateDatabase === 'couchdb' ? { ...entry, value: valueFromCouch(entry.value) } : entry;
}
