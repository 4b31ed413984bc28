import { X509Certificate } from 'node:crypto';
import { proposalParts } from '@heddle/protocol';
import type { ObservedIdentity } from './peer-observer';

/** Who somebody is, for a reader. @param creator bytes of a SerializedIdentity */
export function identityOf(creator: Uint8Array): ObservedIdentity {
    const { mspId, idBytes } = proposalParts.serializedIdentity.decode(creator);
    try {
        const { subject } = new X509Certificate(idBytes);
        return Object.freeze({ mspId, name: /^CN=(.*)$/m.exec(subject)?.[1] ?? '' });
    } catch {
        // No certificate: its proposal was refused, and this is told of it.
        return Object.freeze({ mspId, name: '' });
    }
}
