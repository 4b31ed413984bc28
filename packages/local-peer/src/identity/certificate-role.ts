import { X509Certificate } from 'node:crypto';
import { proposalParts } from '@heddle/protocol';
import { identityCertificate } from '@heddle/protocol/internal';
import { MEMBER_ROLES, type MemberRole, type Signer } from '../records/signer';

/** What a member is by its organizational units, as node OUs have it (fabric, msp/mspimplsetup.go). */
export function roleOf(certificate: X509Certificate): MemberRole | undefined {
    const units = certificate.subject.split('\n');
    return MEMBER_ROLES.find((role) => units.includes(`OU=${role}`));
}

/**
 * Who an identity says that it is. Nothing is checked, and what is no certificate has no role.
 * @param creator an encoded SerializedIdentity
 * @throws ProtocolError where it is none
 */
export function signerNamedBy(creator: Uint8Array): Signer {
    const { mspId, idBytes } = proposalParts.serializedIdentity.decode(creator);
    try {
        return { mspId, role: roleOf(new X509Certificate(identityCertificate(idBytes))) };
    } catch {
        return { mspId, role: undefined };
    }
}
