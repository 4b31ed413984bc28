import { compositeKeyRange, FIRST_SIMPLE_KEY, isCompositeKey, type KeyRange, pageRequest } from '@heddle/protocol';
import { ChaincodeError, shown } from '../errors';
import { quotedKey } from '../transaction/quoted-key';

/** What an author hands to the ledger, checked before it travels: a peer answers late, tersely or not at all. */

/** Text, which is written as UTF-8, or bytes. */
export type Bytes = Uint8Array | string;

/** @throws ChaincodeError INVALID_ARGUMENT for anything but text and bytes */
export function toBytes(what: string, value: unknown): Uint8Array {
    const bytes = bytesOf(value);
    if (bytes === undefined) throw notBytes(what, value);
    return bytes;
}

/**
 * Bytes to be sent later: a copy of what the author may change meanwhile.
 * @throws ChaincodeError INVALID_ARGUMENT
 */
export function toOwnBytes(what: string, value: unknown): Uint8Array {
    const bytes = toBytes(what, value);
    return typeof value === 'string' ? bytes : Buffer.from(bytes);
}

/**
 * A peer records an empty value as a delete (fabric, rwset_proto_util.go, newKVWrite), so it is refused here.
 * @throws ChaincodeError EMPTY_VALUE, INVALID_ARGUMENT
 */
export function checkedValue(key: string, value: unknown): Uint8Array {
    const bytes = bytesOf(value);
    if (bytes === undefined) throw notBytes(`the value of ${quotedKey(key)}`, value);
    if (bytes.length > 0) return bytes;
    throw new ChaincodeError(
        'EMPTY_VALUE',
        `the value of ${quotedKey(key)} is empty, which a peer would record as a delete: call deleteState or ` +
            'deletePrivateData if that is meant, or store a value such as `null`',
    );
}

function bytesOf(value: unknown): Uint8Array | undefined {
    if (typeof value === 'string') return Buffer.from(value);
    if (Buffer.isBuffer(value)) return value;
    if (!ArrayBuffer.isView(value) || value instanceof DataView) return undefined;
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}

function notBytes(what: string, value: unknown): ChaincodeError {
    return new ChaincodeError('INVALID_ARGUMENT', `${what} must be a Uint8Array or a string, not ${kindOf(value)}`);
}

/** @throws ChaincodeError EMPTY_KEY, INVALID_ARGUMENT */
export function checkedKey(key: unknown): string {
    checkText('the key', key);
    if (key === '') throw new ChaincodeError('EMPTY_KEY', 'the key must not be empty');
    return key;
}

/** @throws ChaincodeError INVALID_ARGUMENT */
export function checkedKeys(keys: unknown): string[] {
    if (!Array.isArray(keys)) throw new ChaincodeError('INVALID_ARGUMENT', 'the keys must be an array of strings');
    return keys.map(checkedKey);
}

/** @throws ChaincodeError INVALID_ARGUMENT */
export function checkedName(what: string, name: unknown): string {
    checkText(what, name);
    if (name === '') throw new ChaincodeError('INVALID_ARGUMENT', `${what} must not be empty`);
    return name;
}

/** @throws ChaincodeError INVALID_ARGUMENT */
export function checkedText(what: string, text: unknown): string {
    checkText(what, text);
    return text;
}

/** @throws ChaincodeError INVALID_ARGUMENT */
export function checkedArguments(args: unknown): Uint8Array[] {
    if (!Array.isArray(args)) throw new ChaincodeError('INVALID_ARGUMENT', 'the arguments must be an array');
    return args.map((arg, index) => toOwnBytes(`argument ${index + 1}`, arg));
}

/** A whole number, also as text: arguments of transactions are text, and chaincode in JavaScript hands them on. */
export function wholeNumber(value: unknown): number | undefined {
    if (typeof value === 'string') return /^[0-9]{1,15}$/.test(value) ? Number(value) : undefined;
    return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
}

function checkedPageSize(given: unknown): number {
    const pageSize = wholeNumber(given);
    if (pageSize !== undefined && pageSize > 0 && pageSize < 2 ** 31) return pageSize;
    throw new ChaincodeError('INVALID_ARGUMENT', `the page size must be a positive integer, not ${shown(given)}`);
}

/**
 * A range of simple keys. An empty start is the first simple key, an empty end the last one.
 * @throws ChaincodeError INVALID_ARGUMENT for keys that begin with U+0000: those are composite ones
 */
export function simpleKeyRange(startKey: unknown, endKey: unknown): KeyRange {
    const start = checkedText('the start key', startKey ?? '');
    const end = checkedText('the end key', endKey ?? '');
    if (isCompositeKey(start) || isCompositeKey(end)) {
        throw new ChaincodeError(
            'INVALID_ARGUMENT',
            'a range of simple keys cannot begin or end at a composite key: use getStateByPartialCompositeKey',
        );
    }
    return { startKey: start === '' ? FIRST_SIMPLE_KEY : start, endKey: end };
}

/** @throws ChaincodeError INVALID_ARGUMENT */
export function partialKeyRange(objectType: unknown, attributes: unknown): KeyRange {
    return asChaincodeError(() => compositeKeyRange(objectType as string, attributes as string[]));
}

/** Runs a function of the protocol package, whose errors are about what the author handed in. */
export function asChaincodeError<T>(run: () => T): T {
    try {
        return run();
    } catch (cause) {
        throw new ChaincodeError('INVALID_ARGUMENT', (cause as Error).message, { cause });
    }
}

function checkText(what: string, text: unknown): asserts text is string {
    if (typeof text !== 'string') {
        throw new ChaincodeError('INVALID_ARGUMENT', `${what} must be a string, not ${kindOf(text)}`);
    }
    // It could not be written as UTF-8 without becoming another string.
    if (!text.isWellFormed()) {
        throw new ChaincodeError('INVALID_ARGUMENT', `${what} is not valid Unicode: it has a lone surrogate`);
    }
}

function kindOf(value: unknown): string {
    if (value === null) return 'null';
    return Array.isArray(value) ? 'an array' : typeof value;
}

/** @throws ChaincodeError INVALID_ARGUMENT */
export function checkedCollection(collection: unknown): string {
    return checkedName('the collection', collection);
}

/**
 * Which page a query asks for, encoded.
 * @throws ChaincodeError INVALID_ARGUMENT for a page size that is not a positive 32-bit integer, or decimal digits of one
 */
export function pageOf(pageSize: unknown, bookmark: unknown): Buffer {
    const from = checkedText('the bookmark', bookmark ?? '');
    return pageRequest.encode({ pageSize: checkedPageSize(pageSize), bookmark: from });
}
