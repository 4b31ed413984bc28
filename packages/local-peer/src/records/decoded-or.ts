import { ProtocolError } from '@heddle/protocol';

/** Decodes what somebody has sent; gives `otherwise` where its bytes are not of that form. */
export function decodedOr<What, Otherwise>(otherwise: Otherwise, decode: () => What): What | Otherwise {
    try {
        return decode();
    } catch (error) {
        if (ProtocolError.is(error)) return otherwise;
        throw error;
    }
}
