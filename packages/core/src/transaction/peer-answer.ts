import { ChaincodeError, toError } from '../errors';

/**
 * Decodes something that the peer answered.
 * @throws ChaincodeError PEER_ERROR where its bytes are not what was asked for
 */
export function readAnswer<T>(decode: () => T): T {
    try {
        return decode();
    } catch (cause) {
        throw new ChaincodeError('PEER_ERROR', `the peer's answer cannot be read: ${toError(cause).message}`, {
            cause,
        });
    }
}
