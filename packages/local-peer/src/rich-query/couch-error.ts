import { erlangTerm } from './erlang-term';
import type { Json } from './json';

/** An error of CouchDB, as a peer passes it on (fabric, statecouchdb/couchdb.go, handleRequest). */
export function couchError(name: string, reason: string, status = 400): Error {
    return new Error(`error handling CouchDB request. Error:${name},  Status Code:${status},  Reason:${reason}`);
}

/** An argument that its operator does not take. */
export function badArgument(operator: string, argument: Json): Error {
    return couchError('bad_arg', `Bad argument for operator ${operator}: ${erlangTerm(argument)}`);
}
