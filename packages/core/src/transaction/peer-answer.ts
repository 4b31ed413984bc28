import { ChaincodeError, toError } from '../errors';

/**
 * Decodes something that the peer answered.
 * @throws ChaincodeError PEER_ERROR where its bytes are not what was asked for
 */
export function readAnswer<T>(decode: () => T): T {
    try {
        return decode();
    } catch (cause) {
        throw unreadable(cause);
    }
}

/** The error about an answer that is not what was asked for. */
export function unreadable(cause: unknown): ChaincodeError {
    const message = `the peer's answer cannot be read: ${toError(cause).message}`;
    return new ChaincodeError('PEER_ERROR', message, { cause });
}
