import { createHash } from 'node:crypto';

/**
 * Where private data is in the state, beside the public data of its chaincode: values by key in one namespace, their
 * hashes by the key's hash in another one (fabric, privacyenabledstate/db.go). Chaincode names have no `$`.
 */

/** A namespace with the values of a collection, by key. */
export function valuesOf(namespace: string, collection: string): string {
    return `${namespace}$$p${collection}`;
}

/** A namespace with the hashes of a collection's values, by the key's hash. */
export function hashesOf(namespace: string, collection: string): string {
    return `${namespace}$$h${collection}`;
}

/** The hash of a key, or of a value. */
export function hashOf(data: string | Uint8Array): Buffer {
    return createHash('sha256').update(data).digest();
}

/** A key's hash as a key of the state. */
export function hashKey(keyHash: Uint8Array): string {
    return Buffer.from(keyHash).toString('hex');
}

/** The chaincode and the collection whose values a namespace has; undefined for any other namespace. */
export function collectionOfValues(namespace: string): [chaincode: string, collection: string] | undefined {
    const at = namespace.indexOf('$$p');
    return at < 0 ? undefined : [namespace.slice(0, at), namespace.slice(at + 3)];
}
