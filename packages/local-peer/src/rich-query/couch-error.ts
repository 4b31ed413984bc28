/** An error of CouchDB, as a peer passes it on (fabric, statecouchdb/couchdb.go, handleRequest). */
export function couchError(name: string, reason: string): Error {
    return new Error(`error handling CouchDB request. Error:${name},  Status Code:400,  Reason:${reason}`);
}
