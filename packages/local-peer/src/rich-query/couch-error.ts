import { isObject } from './collate';
import type { Json } from './json';

/** An error of CouchDB, as a peer passes it on (fabric, statecouchdb/couchdb.go, handleRequest). */
export function couchError(name: string, reason: string): Error {
    return new Error(`error handling CouchDB request. Error:${name},  Status Code:400,  Reason:${reason}`);
}

/** An argument that its operator does not take. */
export function badArgument(operator: string, argument: Json): Error {
    return couchError('bad_arg', `Bad argument for operator ${operator}: ${erlangTerm(argument)}`);
}

/** A JSON value as CouchDB, which is written in Erlang, shows it in its errors: texts by their bytes. */
export function erlangTerm(value: Json): string {
    if (typeof value === 'string') return `<<${[...Buffer.from(value)].join(',')}>>`;
    if (Array.isArray(value)) return `[${(value as readonly Json[]).map(erlangTerm).join(',')}]`;
    if (!isObject(value)) return JSON.stringify(value);
    return `{[${Object.entries(value)
        .map(([name, inner]) => `{${erlangTerm(name)},${erlangTerm(inner)}}`)
        .join(',')}]}`;
}
