/** What a peer keeps its state in: with `couchdb` there are rich queries, and rules on keys and documents. */
export type StateDatabase = 'couchdb' | 'leveldb';
