import { X509Certificate } from 'node:crypto';
import { proposalParts } from '@heddle/protocol';
import { identityCertificate } from '@heddle/protocol/internal';
import type { ObservedIdentity } from './peer-observer';

/** How many identities are remembered: each is one object, however many proposals it signs. */
const REMEMBERED = 1000;

const known = new Map<string, ObservedIdentity>();

/** Who somebody is, for a reader. @param creator bytes of a SerializedIdentity */
export function identityOf(creator: Uint8Array): ObservedIdentity {
    const id = Buffer.from(creator).toString('latin1');
    const remembered = known.get(id);
    if (remembered !== undefined) return remembered;
    const identity = readIdentity(creator);
    if (known.size >= REMEMBERED) known.clear();
    known.set(id, identity);
    return identity;
}

function readIdentity(creator: Uint8Array): ObservedIdentity {
    const { mspId, idBytes } = proposalParts.serializedIdentity.decode(creator);
    try {
        const certificate = new X509Certificate(identityCertificate(idBytes));
        const name = /^CN=(.*)$/m.exec(certificate.subject)?.[1] ?? '';
        return Object.freeze({ mspId, name, certificate: certificate.toString() });
    } catch {
        // No certificate: its proposal was refused, and this is told of it.
        return Object.freeze({ mspId, name: '' });
    }
}
