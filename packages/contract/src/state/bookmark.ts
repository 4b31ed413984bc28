import { isUtf8 } from 'node:buffer';
import { compareKeys, type KeyRange } from '@heddle/core/internal';
import { ContractError } from '../failures/contract-error';

/** Writes the key at which the next page begins, as text that goes through any client. */
export function encodeBookmark(key: string): string {
    return Buffer.from(key).toString('base64url');
}

/**
 * Reads a bookmark that a client gave. Peers begin wherever a bookmark says: one from outside of the range would show rows
 * that the query does not choose.
 * @throws ContractError BAD_BOOKMARK, status 400
 */
export function decodeBookmark(bookmark: unknown, { startKey, endKey }: KeyRange): string {
    // It is a client's, and in JavaScript may be anything.
    if (typeof bookmark !== 'string') throw bad('is no text');
    const bytes = Buffer.from(bookmark, 'base64url');
    // Decoding passes over what is not base64url: then the text does not come back.
    if (bytes.toString('base64url') !== bookmark || !isUtf8(bytes)) throw bad('is not one that a page has given');
    const key = bytes.toString();
    if (compareKeys(key, startKey) < 0 || compareKeys(key, endKey) >= 0) throw bad('belongs to another query');
    return key;
}

function bad(what: string): ContractError {
    return new ContractError(
        'BAD_BOOKMARK',
        `the bookmark ${what}: give \`next\` of the page before, and the same query`,
    );
}
