import { EMPTY } from '@heddle/protocol';
import { toBytes } from '../stub/ledger-arguments';

/** Only these, and fabric-shim's way to the wire takes a text for base64 without a word. */
const BASE64 = /^[A-Za-z0-9+/_\-=.\s]+$/;

/**
 * The bytes of an event or of a response. Text that could be base64 is decoded, since endorsers that run fabric-shim do so;
 * other text, which fails there, is written as UTF-8.
 * @param warn is told of such a text
 * @throws ChaincodeError INVALID_ARGUMENT
 */
export function classicPayload(what: string, payload: unknown, warn: () => void): Uint8Array {
    if (payload === undefined || payload === null) return EMPTY;
    if (typeof payload !== 'string' || !BASE64.test(payload)) return toBytes(what, payload);
    warn();
    return Buffer.from(payload, 'base64');
}
