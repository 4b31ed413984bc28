import { ProtocolError } from '@heddle/protocol';
import type { Codec } from '@heddle/protocol/codec';

/**
 * Decodes a part of what a client has sent.
 * @throws ProtocolError in the peer's words (fabric, protoutil/unmarshalers.go)
 */
export function unmarshal<T>(name: string, codec: Pick<Codec<T, never>, 'decode'>, encoded: Uint8Array): T {
    try {
        return codec.decode(encoded);
    } catch (error) {
        const text = `error unmarshalling ${name}: proto: cannot parse invalid wire-format data`;
        throw new ProtocolError('MALFORMED_MESSAGE', text, { cause: error });
    }
}
